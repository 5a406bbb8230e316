package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Redis loses data: every client with a position is told, and none goes on as if nothing had happened. */
class RedisLossIT {

    private static final int CLIENTS = 100;
    private static final List<String> CHANNELS =
            IntStream.range(0, 10).mapToObj(i -> "kept-" + i).toList();

    private static final long INTERVAL_MILLIS = 10;
    private static final int BEFORE = 30;

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void everyPositionedClientIsToldOfARedisThatCameBackEmptyThoughNothingIsPublished() throws Exception {
        try (Cluster cluster = Cluster.start(TestClusters.withHistory(2));
                Clients clients = new Clients()) {
            List<RecoveringClient> subscribers = connect(cluster, clients);
            publish(cluster, clients, 1, BEFORE);
            reach(subscribers, BEFORE);

            cluster.redis().restart();

            awaitReturn(subscribers);
            assertThat(subscribers).allSatisfy(RedisLossIT::wasToldOfANewStream);
            assertThat(subscribers)
                    .allSatisfy(client -> assertThat(client.place().offset()).isZero());
        }
    }

    @Test
    void everyPositionedClientIsToldOfARedisThatCameBackEmptyAndIsPublishedInto() throws Exception {
        try (Cluster cluster = Cluster.start(TestClusters.withHistory(2));
                Clients clients = new Clients()) {
            List<RecoveringClient> subscribers = connect(cluster, clients);
            publish(cluster, clients, 1, BEFORE);
            reach(subscribers, BEFORE);

            cluster.redis().restart();
            // As many as before and one more: the offsets go on as if nothing had happened.
            publish(cluster, clients, 1, BEFORE + 1);

            awaitReturn(subscribers);
            reach(subscribers, BEFORE + 1);
            assertThat(subscribers).allSatisfy(RedisLossIT::wasToldOfANewStream);
        }
    }

    @Test
    void everyClientThatIsAheadOfARedisThatCameBackFromAnOlderCopyIsToldThoughNothingIsPublished() throws Exception {
        comingBackFromAnOlderCopy((subscribers, feed) -> {
            awaitReturn(subscribers);
            assertThat(subscribers).allSatisfy(RedisLossIT::wasToldThatTheStreamWentBack);
            assertThat(subscribers)
                    .allSatisfy(client -> assertThat(client.place().offset()).isEqualTo(BEFORE));
        });
    }

    @Test
    void everyClientThatIsAheadOfARedisThatCameBackFromAnOlderCopyIsToldWhenItIsPublishedInto() throws Exception {
        comingBackFromAnOlderCopy((subscribers, feed) -> {
            // Fewer than were lost: the offsets stay below those that clients have seen.
            feed.publish(BEFORE + 1, BEFORE + BEFORE / 2);
            awaitReturn(subscribers);
            reach(subscribers, BEFORE + BEFORE / 2);
            assertThat(subscribers).allSatisfy(RedisLossIT::wasToldThatTheStreamWentBack);
        });
    }

    /** Publishes the numbers from {@code first} to {@code last} into every channel. */
    private interface Feed {
        void publish(int first, int last);
    }

    /** Restarts Redis from a copy that lacks the last publications that clients have received. */
    private static void comingBackFromAnOlderCopy(BiConsumer<List<RecoveringClient>, Feed> then) throws Exception {
        try (Cluster cluster = Cluster.start(TestClusters.withHistory(2));
                Clients clients = new Clients();
                PlainRedis redis = new PlainRedis(cluster.redis().port())) {
            List<RecoveringClient> subscribers = connect(cluster, clients);
            publish(cluster, clients, 1, BEFORE);
            redis.save();
            publish(cluster, clients, BEFORE + 1, 2 * BEFORE);
            reach(subscribers, 2 * BEFORE);

            cluster.redis().restart();

            then.accept(subscribers, (first, last) -> publish(cluster, clients, first, last));
        }
    }

    private static void wasToldThatTheStreamWentBack(RecoveringClient client) {
        RecoveringClient.Return first = client.returns().get(0);
        assertThat(first.recovered()).isFalse();
        assertThat(first.before().offset()).isEqualTo(2 * BEFORE);
        assertThat(first.after().epoch()).isEqualTo(first.before().epoch());
        assertThat(first.after().offset()).isGreaterThanOrEqualTo(BEFORE).isLessThan(2 * BEFORE);
        assertThat(client.faults()).isEmpty();
    }

    private static void wasToldOfANewStream(RecoveringClient client) {
        RecoveringClient.Return first = client.returns().get(0);
        assertThat(first.recovered()).isFalse();
        assertThat(first.before().offset()).isEqualTo(BEFORE);
        assertThat(first.after().epoch()).isNotEqualTo(first.before().epoch());
        assertThat(client.faults()).isEmpty();
    }

    private static List<RecoveringClient> connect(Cluster cluster, Clients clients) {
        List<RecoveringClient> subscribers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            // Both kinds in every channel.
            String channel = CHANNELS.get(i / 2 % CHANNELS.size());
            var uri = cluster.router().webSocketUri();
            RecoveringClient client = i % 2 == 0
                    ? RecoveringClient.recoverable(clients, uri, channel)
                    : RecoveringClient.positioned(clients, uri, channel);
            client.connect();
            subscribers.add(client);
        }
        await().atMost(PATIENCE).until(() -> subscribers.stream().allMatch(RecoveringClient::subscribed));
        return subscribers;
    }

    private static void publish(Cluster cluster, Clients clients, int first, int last) {
        var published = NumberedFeed.start(clients, cluster.router().apiUrl(), CHANNELS, first, last, INTERVAL_MILLIS);
        await().atMost(PATIENCE).until(published::isComplete);
    }

    private static void reach(List<RecoveringClient> subscribers, int offset) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subscribers)
                .allSatisfy(client -> assertThat(client.place().offset()).isEqualTo(offset)));
    }

    private static void awaitReturn(List<RecoveringClient> subscribers) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subscribers).allSatisfy(client -> {
            assertThat(client.returns()).isNotEmpty();
            assertThat(client.subscribed()).isTrue();
        }));
    }
}
