package io.sluice.loadtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupArchiveTest {
    private static final Instant BUILT = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path home;

    private Path jar;
    private Path library;
    private Path archive;

    @BeforeEach
    void build() throws IOException {
        Path target = home.resolve("gateway/target");
        jar = file(target.resolve("sluice-gateway.jar"), BUILT);
        library = file(target.resolve("lib/netty.jar"), BUILT);
        archive = target.resolve(nameForThisJava());
    }

    @Test
    void anArchiveAsNewAsTheJarsIsUsedAndWhatTheCallerWantsComesAfterIt() throws IOException {
        file(archive, BUILT);

        assertThat(command()).containsSubsequence("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off", "-Xmx99m");
    }

    @Test
    void noneIsMadeWhereThereIsNone() {
        assertThat(command()).noneMatch(word -> word.contains("SharedArchiveFile"));
        assertThat(archive).doesNotExist();
    }

    @Test
    void oneOlderThanTheJarOrALibraryIsLeftAlone() throws IOException {
        file(archive, BUILT.minusSeconds(1));
        assertThat(command()).noneMatch(word -> word.contains("SharedArchiveFile"));

        file(archive, BUILT);
        file(library, BUILT.plusSeconds(1));
        assertThat(command()).noneMatch(word -> word.contains("SharedArchiveFile"));
    }

    @Test
    void anEmptyOneIsLeftAlone() throws IOException {
        Files.createFile(archive);
        assertThat(command()).noneMatch(word -> word.contains("SharedArchiveFile"));
    }

    @Test
    void inAnInstallationItIsInADirectoryOfItsOwn() throws IOException {
        Files.delete(jar);
        file(home.resolve("sluice-gateway.jar"), BUILT);
        Path installed = file(home.resolve("archive").resolve(nameForThisJava()), BUILT);

        assertThat(command()).contains("-XX:SharedArchiveFile=" + installed);
    }

    /** As the launcher names it after the file {@code release} of the Java. */
    private static String nameForThisJava() throws IOException {
        String version = Files.readAllLines(Path.of(System.getProperty("java.home"), "release")).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.replaceAll("JAVA_VERSION=|\"", "").replaceFirst("[^0-9.].*", ""))
                .findFirst()
                .orElseThrow();
        return "sluice-gateway-" + version + ".jsa";
    }

    private List<String> command() {
        return new Programs(home).command(Program.GATEWAY, List.of("-Xmx99m"));
    }

    private static Path file(Path path, Instant modified) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "x");
        Files.setLastModifiedTime(path, FileTime.from(modified));
        return path;
    }
}
