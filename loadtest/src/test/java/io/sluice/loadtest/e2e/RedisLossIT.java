package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.measure.MetricsReading;
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
            assertAllWereTold(subscribers, BEFORE);
        });
    }

    @Test
    void everyClientThatIsAheadOfARedisThatCameBackFromAnOlderCopyIsToldWhenItIsPublishedInto() throws Exception {
        comingBackFromAnOlderCopy((subscribers, feed) -> {
            // Fewer than were lost: the offsets stay below those that clients have seen.
            feed.publish(BEFORE + 1, BEFORE + BEFORE / 2);
            assertAllWereTold(subscribers, BEFORE + BEFORE / 2);
        });
    }

    @Test
    void everyClientThatWasAwayWhileTheStreamWentBackIsToldThoughItHasGrownPastTheClientSince() throws Exception {
        try (Cluster cluster = Cluster.start(TestClusters.withHistory(2));
                Clients clients = new Clients();
                PlainRedis redis = new PlainRedis(cluster.redis().port())) {
            List<RecoveringClient> all = connect(cluster, clients);
            List<RecoveringClient> gone = someThatRecover(all);
            publish(cluster, clients, 1, BEFORE);
            redis.save();
            publish(cluster, clients, BEFORE + 1, 2 * BEFORE);
            reach(all, 2 * BEFORE);
            leave(gone);

            cluster.redis().restart();
            // Far past where the clients have been.
            publish(cluster, clients, BEFORE + 1, 4 * BEFORE);
            gone.forEach(RecoveringClient::connect);

            assertAllWereTold(all, 4 * BEFORE);
        }
    }

    @Test
    void everyClientIsToldOfTheLossOfOnePublicationWhosePlaceWasTakenAtOnce() throws Exception {
        try (Cluster cluster = Cluster.start(TestClusters.withHistory(2));
                Clients clients = new Clients();
                PlainRedis redis = new PlainRedis(cluster.redis().port())) {
            List<RecoveringClient> all = connect(cluster, clients);
            List<RecoveringClient> gone = someThatRecover(all);
            publish(cluster, clients, 1, BEFORE);
            redis.save();
            publish(cluster, clients, BEFORE + 1, BEFORE + 1);
            reach(all, BEFORE + 1);
            leave(gone);

            cluster.redis().restart();
            publish(cluster, clients, BEFORE + 1, BEFORE + 1);
            // The streams are as long as they were, and hold something else.
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(staying(all, gone))
                    .allMatch(client -> !client.returns().isEmpty() && client.subscribed()));
            publish(cluster, clients, BEFORE + 2, 2 * BEFORE);
            gone.forEach(RecoveringClient::connect);

            assertAllWereTold(all, 2 * BEFORE);
        }
    }

    @Test
    void everyClientIsToldOfAStreamThatWentBackWhileNobodyWasThere() throws Exception {
        try (Cluster cluster = Cluster.start(TestClusters.withHistory(2));
                Clients clients = new Clients();
                PlainRedis redis = new PlainRedis(cluster.redis().port())) {
            List<RecoveringClient> all = connect(cluster, clients);
            publish(cluster, clients, 1, BEFORE);
            redis.save();
            publish(cluster, clients, BEFORE + 1, 2 * BEFORE);
            reach(all, 2 * BEFORE);
            leave(all);

            cluster.redis().restart();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(wentBack(cluster)).isEqualTo(CHANNELS.size()));
            publish(cluster, clients, BEFORE + 1, 4 * BEFORE);
            all.forEach(RecoveringClient::connect);

            assertAllWereTold(all, 4 * BEFORE);
            assertThat(wentBack(cluster)).isEqualTo(CHANNELS.size());
        }
    }

    /** How many new epochs the two nodes have given. */
    private static double wentBack(Cluster cluster) throws Exception {
        double sum = 0;
        for (int node = 0; node < 2; node++) {
            sum += MetricsReading.of(cluster.gateway(node).managementUrl())
                    .total("sluice_gateway_streams_went_back_total");
        }
        return sum;
    }

    private static List<RecoveringClient> staying(List<RecoveringClient> all, List<RecoveringClient> gone) {
        return all.stream().filter(client -> !gone.contains(client)).toList();
    }

    /** Those of every second channel that recover; the others there are only positioned, and stay. */
    private static List<RecoveringClient> someThatRecover(List<RecoveringClient> all) {
        return IntStream.range(0, all.size())
                .filter(i -> i % 4 == 0)
                .mapToObj(all::get)
                .toList();
    }

    private static void leave(List<RecoveringClient> clients) {
        clients.forEach(RecoveringClient::leave);
        await().atMost(PATIENCE).until(() -> clients.stream().noneMatch(RecoveringClient::subscribed));
    }

    /** Each learns that it has missed something: by an answer that recovers nothing, and in another epoch. */
    private static void assertAllWereTold(List<RecoveringClient> all, int offset) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(all).allSatisfy(client -> {
            assertThat(client.returns()).anySatisfy(each -> {
                assertThat(each.recovered()).isFalse();
                assertThat(each.after().epoch()).isNotEqualTo(each.before().epoch());
            });
            assertThat(client.place().offset()).isEqualTo(offset);
            assertThat(client.faults()).isEmpty();
        }));
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
