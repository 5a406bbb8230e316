package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.cluster.Cluster;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The connections on which nodes receive from Redis are cut while publications pass, and what passed meanwhile is lost to them. */
class SubscriberLinkLossIT {

    private static final int CLIENTS = 60;
    private static final List<String> CHANNELS =
            IntStream.range(0, 6).mapToObj(i -> "cut-" + i).toList();

    private static final long INTERVAL_MILLIS = 10;
    private static final int NUMBERS = 600;
    private static final List<Integer> CUT_AT = List.of(100, 250, 400);

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void clientsRecoverWhatTheirNodesDidNotHear() throws Exception {
        try (Cluster cluster = Cluster.start(TestClusters.withHistory(2));
                Clients clients = new Clients();
                PlainRedis redis = new PlainRedis(cluster.redis().port())) {
            List<RecoveringClient> subscribers = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> RecoveringClient.recoverable(
                            clients, cluster.router().webSocketUri(), CHANNELS.get(i % CHANNELS.size())))
                    .toList();
            subscribers.forEach(RecoveringClient::connect);
            await().atMost(PATIENCE).until(() -> subscribers.stream().allMatch(RecoveringClient::subscribed));

            Future<Void> published =
                    NumberedFeed.start(clients, cluster.router().apiUrl(), CHANNELS, 1, NUMBERS, INTERVAL_MILLIS);
            for (int offset : CUT_AT) {
                await().atMost(PATIENCE).until(() -> subscribers.get(0).place().offset() >= offset);
                assertThat(redis.cutSubscribers()).isPositive();
            }

            await().atMost(PATIENCE).until(published::isComplete);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(subscribers)
                    .allSatisfy(client -> assertThat(client.place().offset()).isEqualTo(NUMBERS)));
            assertThat(subscribers)
                    .allSatisfy(client -> assertThat(client.faults()).isEmpty());
            assertThat(subscribers)
                    .allSatisfy(client -> assertThat(client.returns()).allMatch(RecoveringClient.Return::recovered));
            assertThat(subscribers.stream()
                            .flatMap(client -> client.unsubscribed().stream())
                            .toList())
                    .as("clients that were told")
                    .isNotEmpty()
                    .containsOnly(2500);
        }
    }
}
