package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.client.ApiCommand;
import io.sluice.loadtest.client.ApiReply;
import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.client.RecordingListener;
import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClusterDeliveryIT {

    private static final int CLIENTS = 200;
    private static final int CHANNELS = 50;
    private static final int CHANNELS_PER_CLIENT = 10;

    // Messages for each channel by each kind of publisher; 200 for each channel are 10,000 in all.
    private static final int BY_HTTP = 80;
    private static final int BY_CLIENT = 60;
    private static final int BY_REDIS = 60;

    /** For 400,000 deliveries to one process; a machine that is busy with other things takes minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void everySubscriberGetsEveryMessageOfItsChannelsOnceAndInOrder() throws Exception {
        // In turns, so that half of the clients are on each node: by load the halves depend on what else the machine
        // does.
        ClusterPlan plan = TestClusters.unpinged(TestClusters.inTurns(TestClusters.twoNodesBehindRouter()));
        try (Cluster cluster = Cluster.start(plan);
                Clients clients = new Clients()) {
            List<SequenceListener> listeners = new ArrayList<>();
            List<ProtocolClient> subscribers = subscribe(cluster, clients, listeners);
            Map<String, Long> clientsByNode = subscribers.stream()
                    .map(client -> client.connectResult().path("node").asText())
                    .collect(Collectors.groupingBy(node -> node, Collectors.counting()));
            assertThat(clientsByNode).hasSize(2).allSatisfy((node, count) -> assertThat(count)
                    .isEqualTo(CLIENTS / 2L));

            publishByAllWays(cluster, clients);

            int expected = CHANNELS_PER_CLIENT * (BY_HTTP + BY_CLIENT + BY_REDIS);
            await().atMost(PATIENCE)
                    .until(() -> listeners.stream()
                                    .anyMatch(listener -> !listener.faults().isEmpty())
                            || listeners.stream().allMatch(listener -> listener.received() == expected));
            assertThat(listeners).flatExtracting(SequenceListener::faults).isEmpty();
            assertThat(listeners).extracting(SequenceListener::received).containsOnly(expected);
        }
    }

    private static List<ProtocolClient> subscribe(Cluster cluster, Clients clients, List<SequenceListener> listeners)
            throws Exception {
        List<ProtocolClient> subscribers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            SequenceListener listener = new SequenceListener();
            ProtocolClient client = clients.connect(cluster.router().webSocketUri(), listener);
            List<Future<?>> subscribed = new ArrayList<>();
            for (int k = 0; k < CHANNELS_PER_CLIENT; k++) {
                subscribed.add(client.subscribe(channel(i + k * (CHANNELS / CHANNELS_PER_CLIENT))));
            }
            Clients.get(Future.all(subscribed));
            listeners.add(listener);
            subscribers.add(client);
        }
        return subscribers;
    }

    private static void publishByAllWays(Cluster cluster, Clients clients) throws Exception {
        ExecutorService publishers = Executors.newFixedThreadPool(3);
        try {
            var all = publishers.invokeAll(List.of(
                    () -> publishByHttp(cluster, clients),
                    () -> publishByClient(cluster, clients),
                    () -> publishByRedis(cluster)));
            for (var each : all) {
                each.get();
            }
        } finally {
            publishers.shutdownNow();
        }
    }

    /** Batches through the router. */
    private static boolean publishByHttp(Cluster cluster, Clients clients) throws Exception {
        HttpApi api = new HttpApi(clients.vertx(), cluster.router().apiUrl(), "");
        for (int n = 0; n < BY_HTTP; n++) {
            List<ApiCommand> batch = new ArrayList<>();
            for (int channel = 0; channel < CHANNELS; channel++) {
                batch.add(ApiCommand.publish(channel(channel), message("http", n)));
            }
            List<ApiReply> replies = Clients.get(api.batch(batch));
            assertThat(replies).hasSize(CHANNELS).allSatisfy(reply -> assertThat(reply.error())
                    .isEmpty());
        }
        return true;
    }

    /** A client that publishes without waiting for one answer before the next command. */
    private static boolean publishByClient(Cluster cluster, Clients clients) throws Exception {
        ProtocolClient publisher = clients.connect(cluster.router().webSocketUri(), new RecordingListener());
        for (int n = 0; n < BY_CLIENT; n++) {
            List<Future<?>> published = new ArrayList<>();
            for (int channel = 0; channel < CHANNELS; channel++) {
                published.add(publisher.publish(channel(channel), Json.read(message("client", n))));
            }
            Clients.get(Future.all(published));
        }
        return true;
    }

    private static boolean publishByRedis(Cluster cluster) throws Exception {
        try (PlainRedis redis = new PlainRedis(cluster.redis().port())) {
            for (int n = 0; n < BY_REDIS; n++) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    assertThat(redis.publish("sluice.client." + channel(channel), message("redis", n)))
                            .isEqualTo(2);
                }
            }
        }
        return true;
    }

    private static String channel(int number) {
        return "channel-" + number % CHANNELS;
    }

    private static String message(String by, int number) {
        return "{\"by\":\"" + by + "\",\"n\":" + number + "}";
    }
}
