package io.sluice.router.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.common.tls.TlsServerSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backend is told of a client that comes by way of other proxies. */
class TrustedProxiesTest {

    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    @Test
    void aTrustedProxyIsBelievedAndAddedToTheChain() throws Exception {
        try (TestProxy proxy =
                TestProxy.builder().trustedProxies("127.0.0.1", "10.0.0.0/8").start(recording())) {
            proxy.connect()
                    .send(with(
                            "X-Forwarded-For: 6.6.6.6, 198.51.100.1, 10.0.0.2",
                            "X-Forwarded-Proto: https",
                            "X-Forwarded-Host: shop.example",
                            "X-Forwarded-Port: 1"));
            assertThat(received())
                    .contains("X-Forwarded-For: 198.51.100.1, 10.0.0.2, 127.0.0.1\r\n")
                    .contains("X-Forwarded-Proto: https\r\n")
                    .contains("X-Forwarded-Host: shop.example\r\n")
                    .contains("Host: example.com\r\n")
                    .doesNotContain("6.6.6.6", "X-Forwarded-Port");
        }
    }

    @Test
    void theRequestIdOfATrustedProxyIsKept() throws Exception {
        try (TestProxy proxy = TestProxy.builder().trustedProxies("127.0.0.1").start(recording())) {
            proxy.connect().send(with("X-Request-Id: front-4711.a_b"));
            assertThat(received()).containsOnlyOnce("X-Request-Id: front-4711.a_b\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a/b", "a\tb", "<script>", "a;b"})
    void aBadRequestIdIsReplacedWhoeverSaysIt(String bad) throws Exception {
        try (TestProxy proxy = TestProxy.builder().trustedProxies("127.0.0.1").start(recording())) {
            proxy.connect().send(with("X-Request-Id: " + bad));
            assertThat(received()).containsPattern("X-Request-Id: [0-9a-f-]{36}\r\n");
            proxy.connect().send(with("X-Request-Id: " + "x".repeat(65)));
            assertThat(received()).containsPattern("X-Request-Id: [0-9a-f-]{36}\r\n");
        }
    }

    @Test
    void answersOfTheRouterItselfHaveTheRequestIdToo() throws Exception {
        try (TestProxy proxy = TestProxy.builder().trustedProxies("127.0.0.1").start()) {
            assertThat(proxy.exchange(with("X-Request-Id: front-1")))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("X-Request-Id: front-1\r\n");
        }
    }

    @Test
    void theBackendsRequestIdTakesThePlaceOfTheRouters() throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send(Wire.head("HTTP/1.1 204 No Content", "x-request-id: backend-1"));
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            assertThat(proxy.exchange(Wire.head("GET / HTTP/1.1", "Host: example.com", "Connection: close")))
                    .containsOnlyOnce("x-request-id: backend-1")
                    .doesNotContain("X-Request-Id");
        }
    }

    @Test
    void nonsenseOfATrustedProxyIsNotPassedOn() throws Exception {
        try (TestProxy proxy = TestProxy.builder().trustedProxies("127.0.0.1").start(recording())) {
            proxy.connect().send(with("X-Forwarded-For: 198.51.100.1, nonsense", "X-Forwarded-Proto: gopher"));
            assertThat(received())
                    .contains("X-Forwarded-For: 127.0.0.1\r\n")
                    .contains("X-Forwarded-Proto: http\r\n")
                    .contains("X-Forwarded-Host: example.com\r\n");
        }
    }

    @Test
    void plainRequestsTellTheSame() throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            heads.add(wire.readHead());
            wire.send(Wire.head("HTTP/1.1 204 No Content"));
        });
        try (TestProxy proxy = TestProxy.builder().trustedProxies("127.0.0.1").start(backend)) {
            proxy.exchange(Wire.head(
                    "GET / HTTP/1.1", "Host: example.com", "Connection: close", "X-Forwarded-For: 2001:DB8:0::1"));
            assertThat(received()).containsIgnoringCase("X-Forwarded-For: 2001:db8::1, 127.0.0.1\r\n");
        }
    }

    @Test
    void theAddressOfAProxyHeaderIsTheClients() throws Exception {
        try (TestProxy proxy = TestProxy.builder().proxyProtocol().start(recording())) {
            Wire version1 = proxy.connect();
            version1.send("PROXY TCP4 198.51.100.1 10.0.0.1 4711 443\r\n" + TestProxy.HANDSHAKE);
            assertThat(received()).contains("X-Forwarded-For: 198.51.100.1\r\n");

            Wire version2 = proxy.connect();
            version2.send(SIGNATURE);
            version2.send(
                    new byte[] {0x21, 0x11, 0, 12, (byte) 198, 51, 100, 2, 10, 0, 0, 1, 0x12, 0x67, 1, (byte) 0xbb});
            version2.send(TestProxy.HANDSHAKE);
            assertThat(received()).contains("X-Forwarded-For: 198.51.100.2\r\n");

            Wire local = proxy.connect();
            local.send(SIGNATURE);
            local.send(new byte[] {0x20, 0, 0, 0});
            local.send(TestProxy.HANDSHAKE);
            assertThat(received()).as("the balancer's own check").contains("X-Forwarded-For: 127.0.0.1\r\n");
        }
    }

    @Test
    void aConnectionThatDoesNotBeginWithAProxyHeaderIsClosed() throws Exception {
        try (TestProxy proxy = TestProxy.builder().proxyProtocol().start(recording())) {
            Wire bare = proxy.connect();
            bare.send(TestProxy.HANDSHAKE.getBytes(ISO_8859_1));

            assertThat(bare.isEnded()).isTrue();
            assertThat(heads).isEmpty();
        }
    }

    @Test
    void aConnectionWhoseProxyHeaderDoesNotComeInTimeIsClosed() throws Exception {
        try (TestProxy proxy = TestProxy.builder()
                .proxyProtocol()
                .headTimeout(Duration.ofMillis(200))
                .start(recording())) {
            Wire silent = proxy.connect();
            silent.send("PROXY TCP4 198.51");

            assertThat(silent.isEnded()).isTrue();
        }
    }

    @Test
    void aTrustedProxyThatIsNoAddressIsAnErrorThatNamesIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerSettings(
                        "0.0.0.0",
                        0,
                        TestProxy.LONG,
                        TestProxy.LONG,
                        false,
                        List.of("the-balancer"),
                        TlsServerSettings.OFF))
                .withMessageContaining("trusted_proxies")
                .withMessageContaining("the-balancer");
    }

    private FakeBackend recording() throws Exception {
        return FakeBackend.of(wire -> {
            heads.add(wire.readHead());
            wire.send(FakeBackend.SWITCHING);
            wire.readAll();
        });
    }

    private String received() throws InterruptedException {
        String head = heads.poll(30, TimeUnit.SECONDS);
        return head == null ? "nothing came" : head;
    }

    private static String with(String... headers) {
        return TestProxy.HANDSHAKE.replace("\r\n\r\n", "\r\n" + Wire.head(headers));
    }
}
