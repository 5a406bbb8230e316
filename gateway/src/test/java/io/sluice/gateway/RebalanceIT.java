package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Metrics;
import io.sluice.gateway.testing.ProtocolClient;
import io.sluice.gateway.testing.ServerApiClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node that joins gets its share of the clients that are there already. */
@ExtendWith(LeakWatch.class)
class RebalanceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CLIENTS = 60;
    private static final String CHANNEL = "kept:numbers";
    private static final String NAMESPACES =
            "[{\"name\":\"kept\",\"history_size\":10000,\"history_ttl\":\"300s\",\"force_recovery\":true}]";

    private static TestRedis redis;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        redis = TestRedis.exclusive();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void clientsMoveToANodeThatJoinsAndMissNothingAndHearNothingTwice() {
        // Those on their way are on no node, which makes the mean lower than it will be: some more than half may be
        // moved, and the slower they connect the more. The floor bounds it, and keeps the second node from giving any
        // back.
        int most = CLIENTS / 2 + CLIENTS / 10;
        GatewayFixture first = node(2, "rebalance.rate=20", "rebalance.floor=" + (CLIENTS - most));
        List<MovingClient> clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> opened(new MovingClient(CHANNEL, first.port())))
                .toList();
        GatewayFixture second = node(1, "rebalance.rate=20", "rebalance.floor=" + most);
        ServerApiClient publisher = new ServerApiClient(first.port());
        Metrics metrics = new Metrics(first.managementPort());

        List<Object> published = new ArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            published.add(published.size());
            publisher.publish(CHANNEL, published.size() - 1);
            clients.stream().filter(MovingClient::isToGo).forEach(each -> each.move(second.port()));
            return metrics.sum("sluice_gateway_connections{") <= CLIENTS / 2.0
                    && metrics.sum("sluice_gateway_rebalance_state{state=\"balanced\"}") == 1;
        });

        await().atMost(PATIENCE).untilAsserted(() -> {
            // Some were told a moment ago.
            clients.stream().filter(MovingClient::isToGo).forEach(each -> each.move(second.port()));
            assertThat(metrics.sum("sluice_gateway_moves_total{reason=\"rebalance\"}"))
                    .isEqualTo(clients.stream().mapToInt(MovingClient::moves).sum());
            assertThat(clients).allSatisfy(each -> assertThat(each.received()).isEqualTo(published));
        });
        assertThat(clients).allSatisfy(each -> assertThat(each.moves()).isLessThanOrEqualTo(1));
        assertThat(clients.stream().mapToInt(MovingClient::moves).sum()).isBetween(CLIENTS / 2 - 2, most);
        assertThat(new Metrics(second.managementPort()).sum("sluice_gateway_moves_total"))
                .isZero();
    }

    @Test
    void whoWouldMissPublicationsStaysWhereItIs() {
        GatewayFixture first = node(1);
        List<ProtocolClient> listeners = IntStream.range(0, 30)
                .mapToObj(i -> opened(ProtocolClient.connect(first.port())).subscribe("plain"))
                .toList();
        List<ProtocolClient> idle = IntStream.range(0, 5)
                .mapToObj(i -> opened(ProtocolClient.connect(first.port())))
                .toList();
        node(1);

        await().atMost(PATIENCE).until(() -> idle.stream().noneMatch(ProtocolClient::isOpen));
        Metrics metrics = new Metrics(first.managementPort());
        await().atMost(PATIENCE)
                .until(() -> metrics.sum("sluice_gateway_rebalance_state{state=\"nobody_movable\"}") == 1);
        assertThat(listeners).allMatch(ProtocolClient::isOpen);
        assertThat(idle)
                .allSatisfy(each -> assertThat(each.awaitClose().closeCode()).isEqualTo(3011));
    }

    @Test
    void withoutRebalancingEverybodyStays() {
        GatewayFixture first = node(1, "rebalance.enabled=false");
        ProtocolClient client = opened(ProtocolClient.connect(first.port()));
        Metrics metrics = new Metrics(first.managementPort());
        assertThat(metrics.sum("sluice_gateway_rebalance_state{state=\"off\"}")).isEqualTo(1);
        assertThat(metrics.sum("sluice_gateway_rebalance_ratio")).isEqualTo(1);
        assertThat(client.isOpen()).isTrue();
    }

    private GatewayFixture node(int loops, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "engine.type=redis",
                "engine.redis.address=" + redis.uri(),
                "channel.namespaces=" + NAMESPACES,
                "rebalance.settle=1s",
                "rebalance.min_age=0s",
                "rebalance.floor=1"));
        settings.addAll(List.of(more));
        return opened(GatewayFixture.start(loops, settings.toArray(new String[0])));
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }
}
