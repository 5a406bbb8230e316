package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.management.ProcessMetrics;
import io.sluice.common.metrics.MetricSpec;
import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.metrics.GatewayMetric;
import io.sluice.gateway.testing.Frames;
import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Metrics;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.ProtocolClient;
import io.sluice.gateway.testing.RawRedis;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two nodes that share a Redis tell what happens to them. */
@ExtendWith(LeakWatch.class)
class MetricsIT {

    private static final Duration PATIENCE = Patience.OF_TESTS;

    /** These are shown once a back end was asked, or where there is a certificate; other tests see to them. */
    private static final Predicate<GatewayMetric> SOMETIMES =
            metric -> metric.name().startsWith("HOOK_") || metric.name().startsWith("TLS_");

    private static TestRedis redis;
    private static GatewayFixture left;
    private static GatewayFixture right;

    private final String channel = "metrics-" + UUID.randomUUID();
    private final Metrics there = new Metrics(right.managementPort());

    @BeforeAll
    static void start() {
        redis = TestRedis.exclusive();
        left = node();
        right = node();
    }

    @AfterAll
    static void stop() {
        left.close();
        right.close();
        redis.close();
    }

    /** The node notices a moment later that the clients of the test before have gone. */
    @BeforeEach
    void awaitQuiet() {
        awaitCount("connections{", 0);
        awaitCount("subscriptions ", 0);
    }

    private static GatewayFixture node(String... more) {
        String[] settings = Stream.concat(
                        Stream.of(
                                "engine.type=redis",
                                "engine.redis.address=" + redis.uri(),
                                "client.token.hmac_secret_key=" + "k".repeat(32),
                                "channel.without_namespace.history_size=10",
                                "channel.without_namespace.history_ttl=60s",
                                "channel.without_namespace.force_recovery=true"),
                        Stream.of(more))
                .toArray(String[]::new);
        return GatewayFixture.start(2, settings);
    }

    private double count(String series) {
        return there.sum("sluice_gateway_" + series);
    }

    private void awaitCount(String series, double expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(count(series)).isEqualTo(expected));
    }

    @Test
    void whatIsShownIsWhatTheCatalogueLists() {
        try (ProtocolClient client = ProtocolClient.connect(right.port())) {
            client.subscribe(channel);
            new ServerApiClient(right.port()).publish(channel, 1);
            Set<String> listed = Stream.concat(
                            Stream.of(GatewayMetric.values())
                                    .filter(SOMETIMES.negate())
                                    .map(GatewayMetric::spec),
                            ProcessMetrics.CATALOGUE.stream())
                    .map(MetricSpec::name)
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(new TreeSet<>(there.names("sluice_"))).isEqualTo(listed);
        }
    }

    @Test
    void eachMetricHasTheTypeAndLabelsOfTheCatalogue() {
        new ServerApiClient(right.port()).publish(channel, 1);
        for (GatewayMetric metric : GatewayMetric.values()) {
            MetricSpec spec = metric.spec();
            if (!SOMETIMES.test(metric)) {
                assertThat(there.type(spec.name()))
                        .as(spec.name())
                        .isEqualTo(spec.type().label());
                assertThat(there.labels(spec.name())).as(spec.name()).isEqualTo(Set.copyOf(spec.labels()));
            }
        }
    }

    @Test
    void aPublicationIsTimedFromItsEntryOnAnotherNode() {
        double deliveries = count("delivery_seconds_count");
        double hops = count("redis_hop_seconds_count");
        double fanOuts = count("fanout_clients_count");
        double receivers = count("fanout_clients_sum");
        try (ProtocolClient one = ProtocolClient.connect(right.port()).subscribe(channel);
                ProtocolClient other = ProtocolClient.connect(right.port()).subscribe(channel)) {
            ServerApiClient backEnd = new ServerApiClient(left.port());
            for (int i = 0; i < 20; i++) {
                backEnd.publish(channel, i);
            }
            await().atMost(PATIENCE)
                    .until(() -> one.received(channel).size() == 20
                            && other.received(channel).size() == 20);

            awaitCount("delivery_seconds_count", deliveries + 40);
            awaitCount("redis_hop_seconds_count", hops + 20);
            awaitCount("fanout_clients_count", fanOuts + 20);
            awaitCount("fanout_clients_sum", receivers + 40);
            assertThat(count("delivery_seconds_sum")).isGreaterThanOrEqualTo(count("redis_hop_seconds_sum"));
        }
    }

    @Test
    void whatComesByPlainPublishIsTimedFromItsReceipt() {
        double deliveries = count("delivery_seconds_count");
        double hops = count("redis_hop_seconds_count");
        try (ProtocolClient client = ProtocolClient.connect(right.port()).subscribe(channel);
                RawRedis hand = new RawRedis(redis.uri())) {
            hand.publish("sluice.client." + channel, "7");

            await().atMost(PATIENCE).until(() -> client.received(channel).equals(List.of(7)));
            awaitCount("delivery_seconds_count", deliveries + 1);
            assertThat(count("redis_hop_seconds_count")).isEqualTo(hops);
        }
    }

    @Test
    void connectionsAreCountedByTransportAndAgeUntilTheyClose() {
        double lasted = count("connection_duration_seconds_count{transport=\"websocket\"}");
        double before = count("connections{transport=\"websocket\"}");
        double connects = count("connect_seconds_count");
        try (ProtocolClient client = ProtocolClient.connect(right.port())) {
            assertThat(client.isOpen()).isTrue();
            awaitCount("connections{transport=\"websocket\"}", before + 1);
            awaitCount("connections_by_age{", before + 1);
            awaitCount("connect_seconds_count", connects + 1);
        }
        awaitCount("connections{transport=\"websocket\"}", before);
        awaitCount("connection_duration_seconds_count{transport=\"websocket\"}", lasted + 1);
        awaitCount("connections_by_age{", before);
    }

    @Test
    void commandsAndUnsubscribesAreCounted() {
        double commands = count("commands_total{method=\"unsubscribe\"}");
        double unsubscribes = count("unsubscribes_total{code=\"client\"}");
        double ended = count("unsubscribes_total{code=\"2000\"}");
        try (ProtocolClient client = ProtocolClient.connect(right.port()).subscribe(channel)) {
            client.call("unsubscribe", new JsonObject().put("channel", channel));
            client.subscribe(channel);
            new ServerApiClient(right.port()).call("unsubscribe", "{\"user\":\"\",\"channel\":\"" + channel + "\"}");

            awaitCount("unsubscribes_total{code=\"2000\"}", ended + 1);
            awaitCount("unsubscribes_total{code=\"client\"}", unsubscribes + 1);
            awaitCount("commands_total{method=\"unsubscribe\"}", commands + 1);
        }
    }

    @Test
    void handshakesAreCountedByTheirEnd() {
        try (GatewayFixture node = node("client.stale_close_delay=1s")) {
            Metrics metrics = new Metrics(node.managementPort());
            // With the handshake, so that nobody but the silent one is late.
            byte[] connect = Frames.text("{\"id\":1,\"connect\":{}}");
            byte[] lie = Frames.text("{\"id\":1,\"connect\":{\"token\":\"none\"}}");
            try (RawWebSocket honest = RawWebSocket.open(node.port(), Handshake.plain(), connect);
                    RawWebSocket lies = RawWebSocket.open(node.port(), Handshake.plain(), lie);
                    RawWebSocket silent = RawWebSocket.open(node.port())) {
                assertThat(honest.nextText()).contains("\"connect\"");
                assertThat(lies.nextClose()).isNotNull();
                assertThat(silent.nextClose()).isNotNull();
            }
            RawWebSocket.refusal(node.port(), Handshake.plain().with("Origin", "https://elsewhere.example"));

            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(metrics.sum("sluice_gateway_handshakes_total{outcome=\"accepted\"}"))
                        .isEqualTo(1);
                assertThat(metrics.sum("sluice_gateway_handshakes_total{outcome=\"invalid\"}"))
                        .isEqualTo(2);
                assertThat(metrics.sum("sluice_gateway_handshakes_total{outcome=\"timeout\"}"))
                        .isEqualTo(1);
                assertThat(metrics.sum("sluice_gateway_token_refusals_total{reason=\"malformed\"}"))
                        .isEqualTo(1);
            });
        }
    }

    @Test
    void aNodeThatDrainsRefusesHandshakes() {
        try (GatewayFixture node = node()) {
            Metrics metrics = new Metrics(node.managementPort());
            metrics.order("/drain");
            RawWebSocket.refusal(node.port(), Handshake.plain());

            await().atMost(PATIENCE)
                    .until(() -> metrics.sum("sluice_gateway_handshakes_total{outcome=\"refused\"}") == 1);
            assertThat(metrics.sum("sluice_gateway_draining")).isEqualTo(1);
        }
    }

    @Test
    void aPingIsTimedUntilItsPong() {
        try (GatewayFixture node = node("client.ping_interval=3s", "client.pong_timeout=2900ms");
                RawWebSocket client = RawWebSocket.open(node.port())) {
            Metrics metrics = new Metrics(node.managementPort());
            client.sendText("{\"id\":1,\"connect\":{}}");
            assertThat(client.nextText()).contains("connect");
            assertThat(client.nextText()).isEqualTo("{}");
            client.sendText("{}");

            await().atMost(PATIENCE).until(() -> metrics.sum("sluice_gateway_ping_seconds_count") == 1);
        }
    }

    @Test
    void recoveriesAreCountedByTheirEnd() {
        double recovered = count("recoveries_total{outcome=\"recovered\"}");
        double lost = count("recoveries_total{outcome=\"insufficient\"}");
        double publications = count("recovered_publications_total");
        try (ProtocolClient client = ProtocolClient.connect(right.port())) {
            JsonObject position = client.call("subscribe", new JsonObject().put("channel", channel))
                    .getJsonObject("subscribe");
            client.call("unsubscribe", new JsonObject().put("channel", channel));
            new ServerApiClient(right.port()).publish(channel, 1);
            new ServerApiClient(right.port()).publish(channel, 2);
            client.call("subscribe", recovering(position.getString("epoch")));
            client.call("unsubscribe", new JsonObject().put("channel", channel));
            client.call("subscribe", recovering("other"));

            awaitCount("recoveries_total{outcome=\"recovered\"}", recovered + 1);
            awaitCount("recoveries_total{outcome=\"insufficient\"}", lost + 1);
            awaitCount("recovered_publications_total", publications + 2);
        }
    }

    private JsonObject recovering(String epoch) {
        return new JsonObject()
                .put("channel", channel)
                .put("recover", true)
                .put("offset", 0)
                .put("epoch", epoch);
    }

    @Test
    void redisIsTimedByWhatItIsAskedFor() {
        double publishes = count("redis_command_seconds_count{kind=\"publish\"}");
        double histories = count("redis_command_seconds_count{kind=\"history\"}");
        double subscribes = count("redis_command_seconds_count{kind=\"subscribe\"}");
        double batches = count("redis_batch_commands_count");
        double byClients = count("publications_published_total{origin=\"client\"}");
        double byApi = count("publications_published_total{origin=\"api\"}");
        double calls = count("api_request_seconds_count{method=\"publish\",outcome=\"ok\"}");
        try (ProtocolClient client = ProtocolClient.connect(right.port()).subscribe(channel)) {
            client.publish(channel, 1);
            new ServerApiClient(right.port()).publish(channel, 2);

            awaitCount("redis_command_seconds_count{kind=\"publish\"}", publishes + 2);
        }
        assertThat(count("redis_command_seconds_count{kind=\"history\"}")).isGreaterThan(histories);
        assertThat(count("redis_command_seconds_count{kind=\"subscribe\"}")).isGreaterThan(subscribes);
        assertThat(count("redis_batch_commands_count")).isGreaterThan(batches);
        awaitCount("publications_published_total{origin=\"client\"}", byClients + 1);
        awaitCount("publications_published_total{origin=\"api\"}", byApi + 1);
        awaitCount("api_request_seconds_count{method=\"publish\",outcome=\"ok\"}", calls + 1);
    }

    @Test
    void everyConnectionToRedisThatIsWantedWorks() {
        for (String role : List.of("commands", "subscriber")) {
            double wanted = count("redis_connections{role=\"" + role + "\"}");
            assertThat(wanted).isPositive();
            awaitCount("redis_connected{role=\"" + role + "\"}", wanted);
        }
        assertThat(count("redis_resubscribe_seconds_count")).isPositive();
    }

    @Test
    void eventLoopsTellHowTheyKeepUp() {
        double delays = count("event_loop_delay_seconds_count");
        await().atMost(PATIENCE).until(() -> count("event_loop_delay_seconds_count") > delays + 10);
        for (String loop : List.of("0", "1")) {
            assertThat(count("event_loop_utilisation_ratio{loop=\"" + loop + "\"}"))
                    .isBetween(0.0, 1.0);
        }
        await().atMost(PATIENCE).until(() -> count("event_loop_utilisation_ratio") > 0);
    }

    @Test
    void scrapesUnderLoadAreWhole() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        try (ProtocolClient client = ProtocolClient.connect(right.port()).subscribe(channel)) {
            AtomicInteger published = new AtomicInteger();
            Thread load = new Thread(() -> {
                ServerApiClient backEnd = new ServerApiClient(left.port());
                while (!over.get()) {
                    backEnd.publish(channel, published.getAndIncrement());
                }
            });
            load.start();
            try {
                double before = 0;
                for (int i = 0; i < 30; i++) {
                    List<Double> buckets = there.values("sluice_gateway_delivery_seconds_bucket");
                    assertThat(buckets).isSorted();
                    double count = buckets.get(buckets.size() - 1);
                    assertThat(count).isGreaterThanOrEqualTo(before);
                    before = count;
                }
            } finally {
                over.set(true);
                load.join();
            }
            // All of it is counted before the next test counts.
            await().atMost(PATIENCE).until(() -> client.received(channel).size() == published.get());
            assertThat(published.get()).isPositive();
        }
    }
}
