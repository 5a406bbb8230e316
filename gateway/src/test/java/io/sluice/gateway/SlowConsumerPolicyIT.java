package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Metrics;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import io.sluice.gateway.testing.Sleeper;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that sleep through publications which need not all wait for them, and what they find when they wake up. */
@ExtendWith(LeakWatch.class)
class SlowConsumerPolicyIT {

    private static final Duration PATIENCE = Patience.OF_TESTS;
    private static final String PADDING = "x".repeat(64_000);

    @Test
    void clientOfAConflatedChannelFindsTheLatestPublication() {
        try (GatewayFixture node = node("conflate")) {
            Metrics metrics = new Metrics(node.managementPort());
            try (Sleeper sleeper = Sleeper.subscribed(node.port(), "a")) {
                int last = publishUntil(
                        node, metrics, "sluice_gateway_slow_consumer_events_total{policy=\"conflate\"}", "a");

                List<Integer> seen = numbers(sleeper.wakeUp(), last);
                assertThat(seen).isSorted().doesNotHaveDuplicates().last().isEqualTo(last);
                assertThat(seen.size() + conflated(metrics)).isEqualTo(last + 1);
                assertThat(disconnects(metrics)).isZero();
            }
        }
    }

    @Test
    void clientOfADroppingChannelFindsTheNewestPublicationsInOrder() {
        try (GatewayFixture node = node("drop_oldest")) {
            Metrics metrics = new Metrics(node.managementPort());
            try (Sleeper sleeper = Sleeper.subscribed(node.port(), "a")) {
                int last =
                        publishUntil(node, metrics, "sluice_gateway_slow_consumer_events_total{policy=\"drop\"}", "a");

                List<Integer> seen = numbers(sleeper.wakeUp(), last);
                assertThat(seen).isSorted().doesNotHaveDuplicates();
                List<Integer> newest = seen.subList(seen.size() - 10, seen.size());
                assertThat(newest.get(0)).as("without a gap at the end").isEqualTo(last - 9);
                assertThat(seen.size() + metrics.sum("sluice_gateway_slow_consumer_events_total{policy=\"drop\"}"))
                        .isEqualTo(last + 1);
                assertThat(disconnects(metrics)).isZero();
            }
        }
    }

    @Test
    void withATagTheLatestPublicationOfEachOfItsValuesIsFound() {
        try (GatewayFixture node = node("conflate", "channel.without_namespace.conflate_tag=symbol")) {
            Metrics metrics = new Metrics(node.managementPort());
            ServerApiClient backEnd = new ServerApiClient(node.port());
            try (Sleeper sleeper = Sleeper.subscribed(node.port(), "a")) {
                int last = publishUntil(
                        node, metrics, "sluice_gateway_slow_consumer_events_total{policy=\"conflate\"}", "a");
                for (String symbol : List.of("X", "Y", "X", "Z", "Y")) {
                    last++;
                    publish(backEnd, "a", last, symbol);
                }

                List<Integer> seen = numbers(sleeper.wakeUp(), last, last - 1, last - 2);
                assertThat(seen).as("superseded").doesNotContain(last - 3, last - 4);
            }
        }
    }

    private static GatewayFixture node(String policy, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("channel.without_namespace.slow_consumer=" + policy);
        all.add("websocket.write_timeout=60s"); // The sleeper is to be found slow, not stuck,
        all.add("client.ping_interval=0s"); // nor silent.
        return GatewayFixture.start(all.toArray(String[]::new));
    }

    /** Publishes numbers from 0 until {@code metric} has risen well above 0, and returns the last. */
    private static int publishUntil(GatewayFixture node, Metrics metrics, String metric, String channel) {
        ServerApiClient backEnd = new ServerApiClient(node.port());
        int[] next = {0};
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            for (int i = 0; i < 20; i++) {
                publish(backEnd, channel, next[0]++, "");
            }
            return metrics.sum(metric) > 30;
        });
        return next[0] - 1;
    }

    private static void publish(ServerApiClient backEnd, String channel, int number, String symbol) {
        JsonObject call = new JsonObject()
                .put("channel", channel)
                .put("data", new JsonObject().put("number", number).put("padding", PADDING))
                .put("tags", symbol.isEmpty() ? new JsonObject() : new JsonObject().put("symbol", symbol));
        assertThat(backEnd.call("publish", call.encode()).status()).isEqualTo(200);
    }

    /** The numbers that come, until all of {@code awaited} have come. */
    private static List<Integer> numbers(RawWebSocket socket, Integer... awaited) {
        List<Integer> numbers = new ArrayList<>();
        while (!numbers.containsAll(List.of(awaited))) {
            numbers.add(new JsonObject(socket.nextText())
                    .getJsonObject("push")
                    .getJsonObject("pub")
                    .getJsonObject("data")
                    .getInteger("number"));
        }
        return numbers;
    }

    private static double conflated(Metrics metrics) {
        return metrics.sum("sluice_gateway_slow_consumer_events_total{policy=\"conflate\"}");
    }

    private static double disconnects(Metrics metrics) {
        return metrics.sum("sluice_gateway_disconnects_total");
    }
}
