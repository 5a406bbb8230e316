package io.sluice.common.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaterialWatchTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final TestAuthority AUTHORITY = new TestAuthority("test authority");
    private static final TestAuthority.Issued FIRST = AUTHORITY.issue("EC", "a.test");
    private static final TestAuthority.Issued SECOND = AUTHORITY.issue("EC", "a.test");

    @TempDir
    private Path directory;

    private final List<TlsMaterial> handedOn = new ArrayList<>();

    @BeforeEach
    void writeTheFirst() throws IOException {
        write("tls.crt", FIRST.certPem());
        write("tls.key", FIRST.keyPem());
    }

    @AfterAll
    static void closeVertx() {
        var unused = VERTX.close();
    }

    @Test
    void whatIsNewIsHandedOnWhenTwoLooksAgree() throws IOException {
        MaterialWatch watch = watch();
        write("tls.crt", SECOND.certPem());
        watch.look();
        write("tls.key", SECOND.keyPem());
        watch.look();
        assertThat(handedOn).as("half of it was seen once, the whole once").isEmpty();

        watch.look();
        assertThat(handedOn).singleElement().isSameAs(watch.material());
        assertThat(watch.material().certificates().get(0).leaf()).isEqualTo(SECOND.certificate());
        watch.look();
        assertThat(watch.reloads()).isEqualTo(1);
        assertThat(watch.failures()).isZero();
    }

    @Test
    void whatIsBadIsToldOnceAndTheOldStays() throws IOException {
        MaterialWatch watch = watch();
        write("tls.key", SECOND.keyPem());
        for (int i = 0; i < 5; i++) {
            watch.look();
        }
        assertThat(watch.failures()).isEqualTo(1);

        write("tls.key", "rubbish");
        for (int i = 0; i < 5; i++) {
            watch.look();
        }
        assertThat(watch.failures()).isEqualTo(2);
        assertThat(watch.material().certificates().get(0).leaf()).isEqualTo(FIRST.certificate());
        assertThat(handedOn).isEmpty();
    }

    @Test
    void filesThatVanishChangeNothingAndNeitherDoesTheirReturn() throws IOException {
        MaterialWatch watch = watch();
        Files.delete(directory.resolve("tls.crt"));
        watch.look();
        watch.look();
        assertThat(watch.failures()).isEqualTo(1);

        write("tls.crt", FIRST.certPem());
        watch.look();
        watch.look();
        assertThat(watch.failures()).isEqualTo(1);
        assertThat(watch.reloads()).isZero();
    }

    @Test
    void aSymbolicLinkThatPointsElsewhereIsNoticed() throws IOException {
        Path old = Files.createDirectory(directory.resolve("old"));
        Path fresh = Files.createDirectory(directory.resolve("fresh"));
        Files.writeString(old.resolve("tls.crt"), FIRST.certPem());
        Files.writeString(old.resolve("tls.key"), FIRST.keyPem());
        Files.writeString(fresh.resolve("tls.crt"), SECOND.certPem());
        Files.writeString(fresh.resolve("tls.key"), SECOND.keyPem());
        Path data = Files.createSymbolicLink(directory.resolve("data"), old);
        MaterialWatch watch = watch(data);

        Files.delete(data);
        Files.createSymbolicLink(data, fresh);
        watch.look();
        watch.look();
        assertThat(watch.material().certificates().get(0).leaf()).isEqualTo(SECOND.certificate());
    }

    @Test
    void whatIsBadAtTheStartIsAnError() throws IOException {
        write("tls.key", SECOND.keyPem());
        assertThatThrownBy(this::watch).isInstanceOf(TlsException.class).hasMessageContaining("does not belong");
    }

    private MaterialWatch watch() {
        return watch(directory);
    }

    private MaterialWatch watch(Path from) {
        MaterialSource.Pair pair = MaterialSource.Pair.of(
                "tls",
                from.resolve("tls.crt").toString(),
                from.resolve("tls.key").toString());
        MaterialSource source = new MaterialSource(List.of(pair), new PemSource("tls.client_ca_pem", ""));
        return new MaterialWatch(VERTX, source, Duration.ZERO, handedOn::add);
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content);
    }
}
