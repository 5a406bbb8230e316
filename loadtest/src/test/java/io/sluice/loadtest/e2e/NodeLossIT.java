package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.cluster.Cluster;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A node dies under load: 1,000 publications a second, 300 clients. */
class NodeLossIT {

    private static final int CLIENTS = 300;
    private static final List<String> CHANNELS =
            IntStream.range(0, 20).mapToObj(i -> "loss-" + i).toList();

    /** Each channel's 50 publications a second make 1,000 on all. */
    private static final long INTERVAL_MILLIS = 20;

    private static final int NUMBERS = 500;
    private static final int KILLED_AT = 200;
    private static final int LANES = 4;

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void recoverableClientsSeeEveryOffsetOnceAndInOrderWhenANodeIsKilledUnderLoad() throws Exception {
        // In turns, so that the killed node has a third of the clients: by load, that depends on what else the machine
        // does.
        try (Cluster cluster = Cluster.start(TestClusters.inTurns(TestClusters.withHistory(3)));
                Clients clients = new Clients()) {
            List<RecoveringClient> subscribers = connect(cluster, clients);

            Future<Void> published = publish(cluster, clients);
            await().atMost(PATIENCE).until(() -> subscribers.stream()
                    .allMatch(client -> client.place().offset() >= KILLED_AT));
            cluster.gateway(0).kill();

            await().atMost(PATIENCE).until(published::isComplete);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(subscribers)
                    .allSatisfy(client -> assertThat(client.place().offset())
                            .as(client.channel())
                            .isEqualTo(NUMBERS)));
            assertThat(subscribers)
                    .allSatisfy(client -> assertThat(client.faults()).isEmpty());
            List<RecoveringClient> cutOff = subscribers.stream()
                    .filter(client -> !client.returns().isEmpty())
                    .toList();
            assertThat(cutOff).as("clients of the killed node").hasSizeGreaterThan(CLIENTS / 6);
            assertThat(cutOff)
                    .allSatisfy(client -> assertThat(client.returns()).allMatch(RecoveringClient.Return::recovered));
        }
    }

    private static List<RecoveringClient> connect(Cluster cluster, Clients clients) {
        List<RecoveringClient> subscribers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String channel = CHANNELS.get(i % CHANNELS.size());
            RecoveringClient client =
                    RecoveringClient.recoverable(clients, cluster.router().webSocketUri(), channel);
            client.connect();
            subscribers.add(client);
        }
        await().atMost(PATIENCE).until(() -> subscribers.stream().allMatch(RecoveringClient::subscribed));
        return subscribers;
    }

    /** Several feeds side by side, since each waits for an answer before it goes on. */
    private static Future<Void> publish(Cluster cluster, Clients clients) {
        int size = CHANNELS.size() / LANES;
        List<Future<Void>> feeds = IntStream.range(0, LANES)
                .mapToObj(lane -> NumberedFeed.start(
                        clients,
                        cluster.router().apiUrl(),
                        CHANNELS.subList(lane * size, (lane + 1) * size),
                        1,
                        NUMBERS,
                        INTERVAL_MILLIS))
                .toList();
        return Future.all(feeds).mapEmpty();
    }
}
