package io.sluice.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.admission.AdmissionTerms;
import io.sluice.common.admission.RefusalReason;
import io.sluice.common.admission.SourceSettings;
import io.sluice.common.admission.UserSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Handshakes that come when the router takes no more. */
class UpgradeGateTest {

    private static final int WITHIN_SECONDS = 30;
    private static final String PLAIN = Wire.head("GET /api/info HTTP/1.1", "Host: example.com", "Connection: close");

    @Test
    void beyondItsConnectionsTheRouterAnswers503AndDialsNoBackend() throws Exception {
        FakeBackend backend = FakeBackend.switching(Wire::readAll);
        try (TestProxy proxy = proxy(1, 0, SourceSettings.UNLIMITED).start(backend)) {
            Wire first = proxy.upgraded();
            String refusal = proxy.exchange(TestProxy.HANDSHAKE);

            assertThat(refusal).startsWith("HTTP/1.1 503 ").contains("connect again later");
            assertThat(refusal.toLowerCase(Locale.ROOT)).containsPattern("retry-after: [1-6]\r\n");
            assertThat(backend.connections()).isEqualTo(1);
            assertThat(proxy.admission.refused(RefusalReason.CONNECTION_LIMIT)).isEqualTo(1);
            first.close();
            awaitPlace(proxy);
        }
    }

    @Test
    void handshakesThatWaitForTheirBackendAreLimited() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            answer.await();
            wire.send(FakeBackend.SWITCHING);
            wire.readAll();
        });
        try (TestProxy proxy = proxy(0, 1, SourceSettings.UNLIMITED).start(backend)) {
            Wire waiting = proxy.connect();
            waiting.send(TestProxy.HANDSHAKE);
            await().atMost(WITHIN_SECONDS, TimeUnit.SECONDS).until(() -> backend.connections() == 1);

            assertThat(proxy.exchange(TestProxy.HANDSHAKE)).startsWith("HTTP/1.1 503 ");
            answer.countDown();
            assertThat(waiting.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(proxy.upgraded()).as("after the first is answered").isNotNull();
            assertThat(proxy.admission.handshakes()).isZero();
            assertThat(proxy.admission.connections()).isEqualTo(2);
        }
    }

    @Test
    void aHandshakeThatFailsGivesItsPlaceBack() throws Exception {
        FakeBackend backend = FakeBackend.answering(Wire.head("HTTP/1.1 403 Forbidden", "Content-Length: 0"));
        try (TestProxy proxy = proxy(1, 1, SourceSettings.UNLIMITED).start(backend)) {
            assertThat(proxy.exchange(TestProxy.HANDSHAKE)).startsWith("HTTP/1.1 403 ");
            await().atMost(WITHIN_SECONDS, TimeUnit.SECONDS)
                    .until(() -> proxy.admission.connections() == 0 && proxy.admission.handshakes() == 0);
        }
    }

    @Test
    void oneSourceThatComesTooFastIsTold429AndAnotherIsLetIn() throws Exception {
        FakeBackend backend = FakeBackend.switching(Wire::readAll);
        try (TestProxy proxy = proxy(0, 0, new SourceSettings(0.01, 1, 0, 100))
                .trustedProxies("127.0.0.1")
                .start(backend)) {
            assertThat(statusFrom(proxy, "198.51.100.1")).isEqualTo("101");
            assertThat(statusFrom(proxy, "198.51.100.1")).isEqualTo("429");
            assertThat(statusFrom(proxy, "198.51.100.2")).isEqualTo("101");
        }
    }

    @Test
    void plainRequestsPassWhateverTheLimits() throws Exception {
        FakeBackend backend = FakeBackend.answering(Wire.head("HTTP/1.1 200 OK", "Content-Length: 0"));
        try (TestProxy proxy = proxy(0, 0, new SourceSettings(0.01, 1, 1, 100)).start(backend)) {
            for (int i = 0; i < 3; i++) {
                assertThat(proxy.exchange(PLAIN)).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    private static TestProxy.Builder proxy(int connections, int handshakes, SourceSettings source) {
        return TestProxy.builder()
                .admission(
                        new AdmissionTerms(connections, Optional.empty(), handshakes, source, UserSettings.UNLIMITED));
    }

    private static String statusFrom(TestProxy proxy, String forwardedFor) throws Exception {
        Wire client = proxy.connect();
        client.send(TestProxy.HANDSHAKE.replace("\r\n\r\n", "\r\nX-Forwarded-For: " + forwardedFor + "\r\n\r\n"));
        return client.readHead().split(" ")[1];
    }

    private static void awaitPlace(TestProxy proxy) {
        await().atMost(WITHIN_SECONDS, TimeUnit.SECONDS).until(() -> {
            try (Wire client = Wire.connect(proxy.port())) {
                client.send(TestProxy.HANDSHAKE);
                return client.readHead().startsWith("HTTP/1.1 101 ");
            }
        });
    }
}
