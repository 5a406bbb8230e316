package io.sluice.loadtest.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.client.RecordingListener;
import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.cluster.ServerProcess;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gateways behind balancers of others, with the settings that {@code docs/examples} recommends. */
class BalancerExamplesIT {

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Long enough for a busy machine to do what happens before the node sends its clients away. */
    private static final String DRAIN_DELAY = "15s";

    private static final int NOT_READY = 503;
    private static final Pattern NOT_READY_SEEN =
            Pattern.compile("gateway-1 is DOWN, reason: Layer7 wrong status, code: 503");
    private static final ClusterPlan PLAN = twoNodes();

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private static ClusterPlan twoNodes() {
        ClusterPlan plan = ClusterPlan.gateways(2).withSetting("uni_sse.enabled", "true");
        for (var setting : TestClusters.twoNodesBehindRouter().gatewaySettings().entrySet()) {
            plan = plan.withSetting(setting.getKey(), setting.getValue());
        }
        return plan;
    }

    @ParameterizedTest
    @EnumSource(ExampleBalancer.Kind.class)
    void clientsOfBothNodesGetWhatIsPublishedThroughTheBalancer(ExampleBalancer.Kind kind) throws Exception {
        try (Cluster cluster = Cluster.start(PLAN);
                ExampleBalancer balancer = ExampleBalancer.start(kind, cluster, directory);
                Clients clients = new Clients()) {
            List<RecordingListener> heard = new ArrayList<>();
            List<String> nodes = new ArrayList<>();
            String first = nodeOf(cluster.gateway(0), clients);
            for (int i = 0; i < 10; i++) {
                RecordingListener listener = new RecordingListener();
                ProtocolClient client = clients.connect(balancer.webSocketUri(), listener);
                Clients.get(client.subscribe("prices"));
                heard.add(listener);
                nodes.add(nodeOf(client));
            }

            Clients.get(new HttpApi(clients.vertx(), balancer.url(), "").publish("prices", "{\"n\":1}"));

            await().atMost(PATIENCE).until(() -> heard.stream()
                    .allMatch(listener -> listener.data("prices").equals(List.of("{\"n\":1}"))));
            // Least connections, one by one; nginx may count a connection for a moment longer.
            assertThat(Collections.frequency(nodes, first)).isBetween(4, 6);
        }
    }

    @ParameterizedTest
    @EnumSource(ExampleBalancer.Kind.class)
    void anEventComesWhileTheStreamGoesOn(ExampleBalancer.Kind kind) throws Exception {
        try (Cluster cluster = Cluster.start(PLAN);
                ExampleBalancer balancer = ExampleBalancer.start(kind, cluster, directory);
                Clients clients = new Clients()) {
            HttpRequest request = HttpRequest.newBuilder(balancer.url().resolve("/connection/uni_sse"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"subs\":{\"prices\":{}}}"))
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            try (BufferedReader events = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
                assertThat(nextEvent(events)).contains("connect");

                Clients.get(new HttpApi(clients.vertx(), balancer.url(), "").publish("prices", "{\"n\":7}"));

                assertThat(nextEvent(events)).contains("{\"n\":7}");
            }
        }
    }

    private static String nextEvent(BufferedReader events) throws Exception {
        String line = events.readLine();
        while (line != null && !line.startsWith("data")) {
            line = events.readLine();
        }
        return String.valueOf(line);
    }

    @ParameterizedTest
    @EnumSource(ExampleBalancer.Kind.class)
    void nobodyIsTurnedAwayWhenANodeHasDied(ExampleBalancer.Kind kind) throws Exception {
        try (Cluster cluster = Cluster.start(PLAN);
                ExampleBalancer balancer = ExampleBalancer.start(kind, cluster, directory);
                Clients clients = new Clients()) {
            RecordingListener onTheFirst = connectUntilOn(nodeOf(cluster.gateway(0), clients), balancer, clients);
            String second = nodeOf(cluster.gateway(1), clients);

            cluster.gateway(0).kill();

            await().atMost(PATIENCE).until(() -> onTheFirst.closed().isPresent());
            assertThat(nodesOfNewClients(20, balancer, clients)).containsOnly(second);
        }
    }

    @ParameterizedTest
    @EnumSource(ExampleBalancer.Kind.class)
    void aDrainingNodeKeepsItsClientsForAWhileAndGetsNoNewOnes(ExampleBalancer.Kind kind) throws Exception {
        try (Cluster cluster = Cluster.start(PLAN.withSetting("drain.delay", DRAIN_DELAY));
                ExampleBalancer balancer = ExampleBalancer.start(kind, cluster, directory);
                Clients clients = new Clients()) {
            RecordingListener onTheFirst = connectUntilOn(nodeOf(cluster.gateway(0), clients), balancer, clients);
            String second = nodeOf(cluster.gateway(1), clients);

            cluster.gateway(0).signal("TERM");
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(PATIENCE)
                    .until(() -> readiness(cluster.gateway(0)) == NOT_READY);

            assertThat(onTheFirst.closed()).isEmpty();
            assertThat(nodesOfNewClients(5, balancer, clients)).containsOnly(second);
            if (kind == ExampleBalancer.Kind.HAPROXY) {
                await().atMost(PATIENCE).until(() -> balancer.said(NOT_READY_SEEN));
            }
            await().atMost(PATIENCE).until(() -> onTheFirst.closed().isPresent());
            assertThat(nodesOfNewClients(5, balancer, clients)).containsOnly(second);
        }
    }

    /** A client that stays on that node; others come first if the balancer begins with another. */
    private static RecordingListener connectUntilOn(String node, ExampleBalancer balancer, Clients clients)
            throws Exception {
        for (int i = 0; i < 4; i++) {
            RecordingListener listener = new RecordingListener();
            if (nodeOf(clients.connect(balancer.webSocketUri(), listener)).equals(node)) {
                return listener;
            }
        }
        throw new AssertionError("expected one of four clients on " + node);
    }

    /** Fails when one of them is turned away. */
    private static List<String> nodesOfNewClients(int count, ExampleBalancer balancer, Clients clients)
            throws Exception {
        List<String> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(nodeOf(clients.connect(balancer.webSocketUri(), new RecordingListener())));
        }
        return nodes;
    }

    /** What the node calls itself towards its clients. */
    private static String nodeOf(ServerProcess gateway, Clients clients) throws Exception {
        ProtocolClient client = clients.connect(gateway.webSocketUri(), new RecordingListener());
        Clients.get(client.close());
        return nodeOf(client);
    }

    private static String nodeOf(ProtocolClient client) {
        return client.connectResult().path("node").asText();
    }

    private int readiness(ServerProcess gateway) throws Exception {
        URI ready = gateway.managementUrl().resolve("/health/ready");
        return http.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
