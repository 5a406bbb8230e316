package io.sluice.router.proxy;

import static io.sluice.router.proxy.TestProxy.HANDSHAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.router.backend.BackendAddress;
import io.sluice.router.pool.ConnectionKind;
import io.sluice.router.pool.PooledBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeFailureTest {

    private static final Duration SHORT = Duration.ofMillis(600);

    /** Of backends too that answer, on a machine that may be busy. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : toClose) {
            resource.close();
        }
    }

    @Test
    void withoutABackendTheClientIsToldToComeBack() throws Exception {
        try (TestProxy proxy = TestProxy.before()) {
            assertThat(proxy.exchange(HANDSHAKE))
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("\r\nRetry-After: 1\r\n")
                    .containsIgnoringCase("\r\nConnection: close\r\n")
                    .endsWith("\r\n\r\nno backend is ready\n");
            assertThat(proxy.failures).containsExactly(ProxyFailure.NO_BACKEND);
        }
    }

    @Test
    void aBackendThatRefusesTheConnectionIsPassedOver() throws Exception {
        FakeBackend good = FakeBackend.switching(Wire::readAll);
        try (TestProxy proxy = TestProxy.builder().start(List.of(refusing(), refusing(), good.address()))) {
            proxy.own(good);
            for (int i = 0; i < 6; i++) {
                Wire client = proxy.connect();
                client.send(HANDSHAKE);
                assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            }
            assertThat(proxy.failures).isEmpty();
            assertThat(proxy.backend(good).open(ConnectionKind.WEBSOCKET)).isEqualTo(6);
            assertThat(proxy.pool.snapshot().backends().stream().filter(PooledBackend::ejected))
                    .hasSizeBetween(1, 2);
        }
    }

    @Test
    void threeRefusalsAreEnough() throws Exception {
        List<BackendAddress> addresses = List.of(refusing(), refusing(), refusing(), refusing());
        try (TestProxy proxy = TestProxy.builder().start(addresses)) {
            assertThat(proxy.exchange(HANDSHAKE))
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("Retry-After: 1")
                    .endsWith("no backend could be reached\n");
            assertThat(proxy.retries).hasSize(2);
            assertThat(proxy.pool.snapshot().backends().stream().mapToLong(PooledBackend::failed))
                    .containsExactlyInAnyOrder(1L, 1L, 1L, 0L);
        }
    }

    @Test
    void aBackendThatClosesWithoutAnAnswerIsPassedOver() throws Exception {
        FakeBackend bad = FakeBackend.of(Wire::readHead);
        FakeBackend good = FakeBackend.switching(Wire::readAll);
        try (TestProxy proxy = TestProxy.before(bad, good)) {
            assertAllReach(proxy, good, 4);
            assertThat(bad.connections()).isPositive();
        }
    }

    @Test
    void aBackendThatResetsBeforeAnAnswerIsPassedOver() throws Exception {
        FakeBackend bad = FakeBackend.of(wire -> {
            wire.readHead();
            wire.reset();
        });
        FakeBackend good = FakeBackend.switching(Wire::readAll);
        try (TestProxy proxy = TestProxy.before(bad, good)) {
            assertAllReach(proxy, good, 4);
            assertThat(bad.connections()).isPositive();
        }
    }

    @Test
    void whenTheOnlyBackendClosesWithoutAnAnswerTheGatewayIsBad() throws Exception {
        try (TestProxy proxy = TestProxy.before(FakeBackend.of(Wire::readHead))) {
            assertThat(proxy.exchange(HANDSHAKE)).startsWith("HTTP/1.1 502 ").endsWith("the backend broke off\n");
        }
    }

    @Test
    void aBackendThatNeverAnswersTimesOutAndIsNotRepeated() throws Exception {
        FakeBackend silent = FakeBackend.of(Wire::readAll);
        FakeBackend second = FakeBackend.of(Wire::readAll);
        try (TestProxy proxy = TestProxy.builder().handshakeTimeout(SHORT).start(silent, second)) {
            assertThat(proxy.exchange(HANDSHAKE)).startsWith("HTTP/1.1 504 ");
            assertThat(silent.connections() + second.connections()).isEqualTo(1);
            assertThat(proxy.open(ConnectionKind.WEBSOCKET)).isZero();
            assertThat(proxy.pool.snapshot().backends()).anyMatch(PooledBackend::ejected);
        }
    }

    @Test
    void aBackendThatAnswersTooSlowlyTimesOutAndItsConnectionIsClosed() throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        FakeBackend slow = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 101 Sw");
            ended.complete(wire.isEnded());
        });
        try (TestProxy proxy = TestProxy.builder().handshakeTimeout(SHORT).start(slow)) {
            assertThat(proxy.exchange(HANDSHAKE)).startsWith("HTTP/1.1 504 ");
            assertThat(ended.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anUnreachableBackendIsPassedOverAfterTheConnectTimeout() throws Exception {
        FakeBackend good = FakeBackend.switching(Wire::readAll);
        try (TestProxy proxy =
                TestProxy.builder().connectTimeout(CONNECT_TIMEOUT).start(List.of(unreachable(), good.address()))) {
            proxy.own(good);
            assertAllReach(proxy, good, 3);
            assertThat(proxy.retries).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 abc Hm\r\n\r\n",
                "HTTP/1.1 101 Yes\r\nBad Header: 1\r\n\r\n",
                "HTTP/1.1 101 Yes\r\nConnection: upgrade\r\nSec-WebSocket-Accept: a\u0000b\r\n\r\n",
                "HTTP/1.1 101 No Accept\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n"
            })
    void anAnswerThatIsNoHandshakeIsABadGateway(String answer) throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send(answer);
            wire.readAll();
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            assertThat(proxy.exchange(HANDSHAKE)).startsWith("HTTP/1.1 502 ");
            assertThat(proxy.open(ConnectionKind.WEBSOCKET)).isZero();
        }
    }

    @Test
    void anEndlessHeadFromABackendIsABadGateway() throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 101 Yes\r\n");
            for (int i = 0; i < 1000; i++) {
                wire.send("X-Filler-" + i + ": " + "x".repeat(100) + "\r\n");
            }
        });
        try (TestProxy proxy = TestProxy.before(backend)) {
            assertThat(proxy.exchange(HANDSHAKE)).startsWith("HTTP/1.1 502 ");
        }
    }

    private static void assertAllReach(TestProxy proxy, FakeBackend good, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Wire client = proxy.connect();
            client.send(HANDSHAKE);
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        }
        await().untilAsserted(() ->
                assertThat(proxy.backend(good).open(ConnectionKind.WEBSOCKET)).isEqualTo(count));
    }

    /** An address where nobody listens. */
    private static BackendAddress refusing() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new BackendAddress("127.0.0.1", socket.getLocalPort());
        }
    }

    /** An address that never answers: its queue of connections is full and nobody takes any out. */
    private BackendAddress unreachable() throws IOException {
        ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        toClose.add(full);
        for (int i = 0; i < 3; i++) {
            Socket filler = new Socket();
            toClose.add(filler);
            try {
                filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()), 100);
            } catch (IOException queueIsFull) {
                break;
            }
        }
        return new BackendAddress("127.0.0.1", full.getLocalPort());
    }
}
