package io.sluice.router.proxy;

import static io.sluice.router.proxy.TestProxy.HANDSHAKE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.cluster.NodeCapacity;
import io.sluice.router.ManualClock;
import io.sluice.router.backend.Backend;
import io.sluice.router.discovery.DiscoveredBackends;
import io.sluice.router.pool.ConnectionKind;
import io.sluice.router.pool.PooledBackend;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullBackendTest {

    private static final Pattern RETRY_AFTER = Pattern.compile("(?i)\r\nRetry-After: (\\d+)\r\n");

    @Test
    void aBackendThatIsFullIsPassedOverAndNotEjected() throws Exception {
        FakeBackend full = full("Retry-After: 7\r\n");
        FakeBackend good = FakeBackend.switching(Wire::readAll);
        try (TestProxy proxy = TestProxy.before(full, good)) {
            for (int i = 0; i < 4; i++) {
                assertThat(proxy.upgraded()).isNotNull();
            }
            assertThat(proxy.backend(good).open(ConnectionKind.WEBSOCKET)).isEqualTo(4);
            assertThat(full.connections()).isPositive();
            assertThat(proxy.backend(full).refused()).isPositive();
            assertThat(proxy.backend(full).failed()).isZero();
            assertThat(proxy.backend(full).ejected()).isFalse();
            assertThat(proxy.failures).isEmpty();
        }
    }

    @Test
    void whenAllAreFullTheClientIsToldTheShortestOfTheirTimes() throws Exception {
        try (TestProxy proxy = TestProxy.before(full("Retry-After: 7\r\n"), full("Retry-After: 4\r\n"))) {
            assertThat(proxy.exchange(HANDSHAKE))
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("\r\nRetry-After: 4\r\n")
                    .endsWith("\r\n\r\nevery backend is full\n");
            assertThat(proxy.failures).containsExactly(ProxyFailure.FULL);
            assertThat(proxy.open(ConnectionKind.WEBSOCKET)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"'',1", "'Retry-After: soon\r\n',1", "'Retry-After: 0\r\n',1", "'Retry-After: 999999999\r\n',60"})
    void aTimeThatIsNoneOrTooLongIsReplaced(String header, int seconds) throws Exception {
        try (TestProxy proxy = TestProxy.before(full(header))) {
            assertThat(retryAfter(proxy.exchange(HANDSHAKE))).isEqualTo(seconds);
        }
    }

    @Test
    void aRefusalForTheClientItselfIsNotRepeatedElsewhere() throws Exception {
        FakeBackend first = FakeBackend.answering("HTTP/1.1 429 Slow Down\r\nContent-Length: 0\r\n\r\n");
        FakeBackend second = FakeBackend.answering("HTTP/1.1 429 Slow Down\r\nContent-Length: 0\r\n\r\n");
        try (TestProxy proxy = TestProxy.before(first, second)) {
            assertThat(proxy.exchange(HANDSHAKE)).startsWith("HTTP/1.1 429 ");
            assertThat(first.connections() + second.connections()).isEqualTo(1);
        }
    }

    @Test
    void nothingIsRepeatedOnceTheBackendSwitched() throws Exception {
        FakeBackend breaking = FakeBackend.switching(Wire::reset);
        FakeBackend second = FakeBackend.switching(Wire::reset);
        try (TestProxy proxy = TestProxy.before(breaking, second)) {
            Wire client = proxy.connect();
            client.send(HANDSHAKE);
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(client.isEnded()).isTrue();
            assertThat(breaking.connections() + second.connections()).isEqualTo(1);
            assertThat(proxy.retries).isEmpty();
        }
    }

    @Test
    void aStormIsAnsweredBeforeAnyBackendIsDialledAndSpreadOverTime() throws Exception {
        FakeBackend first = FakeBackend.switching(Wire::readAll);
        FakeBackend second = FakeBackend.switching(Wire::readAll);
        try (TestProxy proxy = TestProxy.builder().poolClock(new ManualClock()).start(first, second)) {
            proxy.pool.update(limited(0.5, first, second));
            int admitted = 0;
            int longest = 0;
            for (int i = 0; i < 20; i++) {
                Wire client = proxy.connect();
                client.send(HANDSHAKE);
                String head = client.readHead();
                if (head.startsWith("HTTP/1.1 101 ")) {
                    admitted++;
                } else {
                    assertThat(head).startsWith("HTTP/1.1 503 ");
                    longest = Math.max(longest, retryAfter(head));
                }
            }
            assertThat(admitted)
                    .isEqualTo(first.connections() + second.connections())
                    .isEqualTo(2);
            assertThat(longest).isBetween(8, 30);
            assertThat(proxy.failures).containsOnly(ProxyFailure.STORM);
        }
    }

    @Test
    void aStormLeavesPlainRequestsAlone() throws Exception {
        FakeBackend backend = FakeBackend.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        try (TestProxy proxy = TestProxy.before(backend)) {
            proxy.pool.update(limited(0.01, backend));
            proxy.exchange(HANDSHAKE);
            assertThat(proxy.exchange(HANDSHAKE)).startsWith("HTTP/1.1 503 ");
            assertThat(proxy.exchange(Wire.head("GET / HTTP/1.1", "Host: a", "Connection: close")))
                    .startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void connectionsOpenAlreadyLiveOnWhenTheirBackendIsFull() throws Exception {
        FakeBackend echo = FakeBackend.switching(wire -> wire.send(wire.read(5)));
        try (TestProxy proxy = TestProxy.before(echo)) {
            Wire client = proxy.upgraded();
            proxy.pool.update(limited(0, echo));
            assertThat(proxy.pool.snapshot().backends()).allMatch(PooledBackend::full);
            client.send("hello");
            assertThat(client.read(5)).isEqualTo("hello");
        }
    }

    private static FakeBackend full(String retryAfter) throws IOException {
        return FakeBackend.answering("HTTP/1.1 503 Full\r\n" + retryAfter + "Content-Length: 4\r\n\r\nfull");
    }

    private static int retryAfter(String answer) {
        Matcher header = RETRY_AFTER.matcher(answer);
        assertThat(header.find()).isTrue();
        return Integer.parseInt(header.group(1));
    }

    /** The same backends with so many handshakes in a second, or, if that is 0, with room for one connection. */
    private static DiscoveredBackends limited(double handshakesPerSecond, FakeBackend... backends) {
        int most = handshakesPerSecond == 0 ? 1 : 0;
        return new DiscoveredBackends(
                Stream.of(backends)
                        .map(backend -> Backend.ofAddress(backend.address())
                                .withCapacity(new NodeCapacity(most, handshakesPerSecond, 0)))
                        .toList(),
                false);
    }
}
