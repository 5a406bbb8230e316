package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.internal.PlatformDependent;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Metrics;
import io.sluice.gateway.testing.Neighbour;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import io.sluice.gateway.testing.Sleeper;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that do not read what they subscribed to. */
@ExtendWith(LeakWatch.class)
class SlowClientIT {

    private static final int QUEUE_BYTES = 4 << 20;
    private static final String LARGE = "x".repeat(64_000);
    private static final Duration PATIENCE = Patience.OF_TESTS;

    private static GatewayFixture node;
    private static Metrics metrics;

    @BeforeAll
    static void start() {
        // Who does not read is to be found slow, not stuck, however long this machine takes for it.
        node = GatewayFixture.start(
                "client.queue_max_size=" + QUEUE_BYTES, "client.ping_interval=0s", "websocket.write_timeout=60s");
        metrics = new Metrics(node.managementPort());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void clientThatNeverReadsIsDisconnectedWhenItsQueueIsFull() {
        double before = slowDisconnects();
        new Neighbour(node.port()).isUndisturbedBy(() -> {
            try (Sleeper sleeper = sleeper("never-read")) {
                publishUntilDisconnected("never-read", before);

                assertThat(sleeper.wakeUp().nextClose().closeCode())
                        .as("once it wakes up")
                        .isEqualTo(3008);
            }
        });
    }

    @Test
    void clientThatReadsInTimeMissesNothing() {
        try (Sleeper sleeper = sleeper("read-late")) {
            ServerApiClient backEnd = new ServerApiClient(node.port());
            for (int i = 0; i < 40; i++) { // 2.5 MB: more than the sockets hold, less than the queue.
                backEnd.publish("read-late", LARGE + i);
            }

            RawWebSocket awake = sleeper.wakeUp();
            for (int i = 0; i < 40; i++) {
                assertThat(awake.nextText()).endsWith("x" + i + "\"}}}");
            }
        }
    }

    @Test
    void memoryOfSlowClientsIsGivenBack() {
        loseSleeper("memory"); // Until then the allocator has not yet taken what it keeps for itself.
        long before = PlatformDependent.usedDirectMemory();
        for (int i = 0; i < 5; i++) {
            loseSleeper("memory");
        }

        await().atMost(PATIENCE).until(() -> connections() == 0);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(PlatformDependent.usedDirectMemory() - before)
                .as("bytes kept of 5 queues of %d bytes", QUEUE_BYTES)
                .isLessThan(2L * QUEUE_BYTES));
    }

    private static void loseSleeper(String channel) {
        double before = slowDisconnects();
        try (Sleeper sleeper = sleeper(channel)) {
            publishUntilDisconnected(channel, before);
            assertThat(sleeper.isQuiet()).isTrue();
        }
    }

    private static void publishUntilDisconnected(String channel, double slowDisconnectsBefore) {
        ServerApiClient backEnd = new ServerApiClient(node.port());
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            for (int i = 0; i < 20; i++) {
                backEnd.publish(channel, LARGE);
            }
            return slowDisconnects() > slowDisconnectsBefore;
        });
    }

    private static Sleeper sleeper(String channel) {
        return Sleeper.subscribed(node.port(), channel);
    }

    private static double slowDisconnects() {
        return metrics.sum("sluice_gateway_disconnects_total{code=\"3008\"");
    }

    private static double connections() {
        return metrics.sum("sluice_gateway_connections{");
    }
}
