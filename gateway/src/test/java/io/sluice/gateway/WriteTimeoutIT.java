package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.internal.PlatformDependent;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Metrics;
import io.sluice.gateway.testing.Neighbour;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.ServerApiClient;
import io.sluice.gateway.testing.Sleeper;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that take nothing any more, while less waits for them than their queues would hold. */
@ExtendWith(LeakWatch.class)
class WriteTimeoutIT {

    private static final int QUEUE_BYTES = 64 << 20;
    private static final String LARGE = "x".repeat(64_000);
    private static final Duration PATIENCE = Patience.OF_TESTS;

    private static GatewayFixture node;
    private static Metrics metrics;

    @BeforeAll
    static void start() {
        node = GatewayFixture.start(
                "client.queue_max_size=" + QUEUE_BYTES, "client.ping_interval=0s", "websocket.write_timeout=500ms");
        metrics = new Metrics(node.managementPort());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void clientThatTakesNothingIsCutOffAndItsNeighbourMissesNothing() {
        new Neighbour(node.port()).isUndisturbedBy(() -> loseSleeper("stuck"));
    }

    @Test
    void clientThatTakesNothingIsCutOffEvenIfMoreAndMoreComesForIt() {
        double before = timeouts();
        try (Sleeper sleeper = Sleeper.subscribed(node.port(), "trickle")) {
            fillSocketsOf("trickle");
            ServerApiClient backEnd = new ServerApiClient(node.port());
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
                backEnd.publish("trickle", 1);
                return timeouts() > before;
            });
            assertThat(sleeper.isQuiet()).isTrue();
        }
    }

    @Test
    void memoryOfClientsThatTakeNothingIsGivenBack() {
        loseSleeper("memory"); // Until then the allocator has not yet taken what it keeps for itself.
        long before = PlatformDependent.usedDirectMemory();
        for (int i = 0; i < 5; i++) {
            loseSleeper("memory");
        }
        await().atMost(PATIENCE).until(() -> metrics.sum("sluice_gateway_connections{") == 0);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(PlatformDependent.usedDirectMemory() - before)
                .as("bytes kept of what waited for 5 clients")
                .isLessThan(8 << 20));
    }

    private static void loseSleeper(String channel) {
        double before = timeouts();
        double writeErrors = metrics.sum("sluice_gateway_disconnects_total{code=\"3009\"");
        try (Sleeper sleeper = Sleeper.subscribed(node.port(), channel)) {
            fillSocketsOf(channel);
            await().atMost(PATIENCE).until(() -> timeouts() > before);
            assertThat(sleeper.isQuiet()).isTrue();
        }
        assertThat(metrics.sum("sluice_gateway_disconnects_total{code=\"3009\""))
                .isEqualTo(writeErrors + 1);
        assertThat(metrics.sum("sluice_gateway_disconnects_total{code=\"3008\""))
                .as("its queue was never full")
                .isZero();
    }

    /** 10 MB: more than the sockets of both sides hold. */
    private static void fillSocketsOf(String channel) {
        ServerApiClient backEnd = new ServerApiClient(node.port());
        for (int i = 0; i < 160; i++) {
            backEnd.publish(channel, LARGE);
        }
    }

    private static double timeouts() {
        return metrics.sum("sluice_gateway_slow_consumer_events_total{policy=\"write_timeout\"}");
    }
}
