package io.sluice.router.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.tls.TestAuthority;
import io.sluice.router.ManualClock;
import io.sluice.router.discovery.DiscoveredBackends;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of Kubernetes is believed, and told the token, only if its certificate is of the pod's authority and for its name. */
class KubernetesTlsTest {

    private static final String KEY = "EC";

    private final Vertx vertx = Vertx.vertx();
    private final TestAuthority authority = new TestAuthority("cluster");
    private final ConcurrentLinkedDeque<DiscoveredBackends> told = new ConcurrentLinkedDeque<>();

    @TempDir
    private Path account;

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void backendsAreListedByAnApiWithACertificateOfItsAuthority() throws Exception {
        FakeApi api = listedBy(authority.issue(KEY, "localhost"));

        assertThat(told.getLast().stale()).isFalse();
        assertThat(told.getLast().backends()).hasSize(1);
        assertThat(api.tokens).contains("Bearer secret");
    }

    @Test
    void anApiWithACertificateOfSomebodyElseDoesNotGetTheToken() throws Exception {
        FakeApi api = listedBy(new TestAuthority("somebody else").issue(KEY, "localhost"));

        assertThat(told.getLast().stale()).isTrue();
        assertThat(api.tokens).isEmpty();
    }

    @Test
    void anApiWithACertificateForAnotherNameDoesNotGetTheToken() throws Exception {
        FakeApi api = listedBy(authority.issue(KEY, "other.example"));

        assertThat(told.getLast().stale()).isTrue();
        assertThat(api.tokens).isEmpty();
    }

    /** An API with that certificate, asked until the start is over. */
    private FakeApi listedBy(TestAuthority.Issued issued) throws Exception {
        Files.writeString(account.resolve("token"), "secret");
        Files.writeString(account.resolve("namespace"), "live");
        Files.writeString(account.resolve("ca.crt"), authority.pem());
        FakeApi api = new FakeApi(
                vertx,
                new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(issued.certPem()))
                                .addKeyValue(Buffer.buffer(issued.keyPem()))));
        api.list = FakeApi.list("5", FakeApi.slice("s1", "5", FakeApi.endpoint("gw-0", "10.0.0.1")));
        KubernetesSettings settings = new KubernetesSettings(
                "gateways",
                "",
                "ws",
                "https://localhost:" + api.listen(0),
                account.resolve("token").toString(),
                account.resolve("ca.crt").toString(),
                account.resolve("namespace").toString());
        KubernetesSource source = new KubernetesSource(
                vertx, settings, reason -> {}, new ManualClock(), new SplittableRandom(1), told::add);
        source.start().await(30, TimeUnit.SECONDS);
        return api;
    }
}
