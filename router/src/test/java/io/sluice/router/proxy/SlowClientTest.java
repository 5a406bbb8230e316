package io.sluice.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowClientTest {

    private static final Duration SHORT = Duration.ofMillis(700);

    /** For clients that do send their head, on a machine that may be busy. */
    private static final Duration ENOUGH = Duration.ofSeconds(2);

    /** Runs what it gets when that time is over. */
    private static final Executor LATER =
            CompletableFuture.delayedExecutor(2 * ENOUGH.toMillis(), TimeUnit.MILLISECONDS);

    private final ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stopTrickling() {
        trickle.shutdownNow();
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws Exception {
        try (TestProxy proxy = TestProxy.builder().headTimeout(SHORT).start()) {
            assertThat(proxy.connect().isEnded()).isTrue();
        }
    }

    @Test
    void aHeadThatComesByteByByteIsCutOff() throws Exception {
        try (TestProxy proxy = TestProxy.builder().headTimeout(SHORT).start()) {
            Wire client = proxy.connect();
            client.send("GET / HTTP/1.1\r\nX-Slow: ");
            ScheduledFuture<?> bytes =
                    trickle.scheduleAtFixedRate(() -> sendQuietly(client, "x"), 0, 20, TimeUnit.MILLISECONDS);
            assertThat(client.isEnded()).isTrue();
            bytes.cancel(false);
        }
    }

    @Test
    void aKeptConnectionIsClosedWhenItsNextRequestDoesNotCome() throws Exception {
        FakeBackend backend = FakeBackend.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        try (TestProxy proxy = TestProxy.builder().keepAliveTimeout(SHORT).start(backend)) {
            Wire client = proxy.connect();
            client.send(Wire.head("GET / HTTP/1.1", "Host: a"));
            assertThat(client.readAll()).endsWith("ok");
        }
    }

    @Test
    void theTimeForAHeadDoesNotCountWhileAResponseIsUnderWay() throws Exception {
        FakeBackend backend = FakeBackend.of(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
            LATER.execute(() -> sendQuietly(wire, "ok"));
            wire.readAll();
        });
        try (TestProxy proxy =
                TestProxy.builder().headTimeout(ENOUGH).keepAliveTimeout(ENOUGH).start(backend)) {
            Wire client = proxy.connect();
            client.send(Wire.head("GET / HTTP/1.1", "Host: a"));
            client.readHead();
            assertThat(client.read(2)).isEqualTo("ok");
        }
    }

    @Test
    void theTimeForAHeadDoesNotCountForARelay() throws Exception {
        FakeBackend backend = FakeBackend.switching(wire -> {
            LATER.execute(() -> sendQuietly(wire, "late"));
            wire.readAll();
        });
        try (TestProxy proxy =
                TestProxy.builder().headTimeout(ENOUGH).keepAliveTimeout(ENOUGH).start(backend)) {
            assertThat(proxy.upgraded().read(4)).isEqualTo("late");
        }
    }

    @Test
    void headersBeyondTheLimitAreRefused() throws Exception {
        try (TestProxy proxy = TestProxy.before()) {
            String head = Wire.head("GET / HTTP/1.1", "Host: a", "X-Long: " + "x".repeat(9 * 1024));
            assertThat(proxy.exchange(head)).contains(" 431 ");
        }
    }

    @Test
    void aRequestLineBeyondTheLimitIsRefused() throws Exception {
        try (TestProxy proxy = TestProxy.before()) {
            assertThat(proxy.exchange(Wire.head("GET /" + "x".repeat(9 * 1024) + " HTTP/1.1", "Host: a")))
                    .contains(" 414 ");
        }
    }

    @Test
    void aHeadJustBelowTheLimitPasses() throws Exception {
        FakeBackend backend = FakeBackend.switching(Wire::readAll);
        try (TestProxy proxy = TestProxy.before(backend)) {
            Wire client = proxy.connect();
            client.send(TestProxy.HANDSHAKE.replace("\r\n\r\n", "\r\nCookie: " + "x".repeat(7 * 1024) + "\r\n\r\n"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        }
    }

    private static void sendQuietly(Wire wire, String text) {
        try {
            wire.send(text);
        } catch (IOException closed) {
            // which is what the test waits for
        }
    }
}
