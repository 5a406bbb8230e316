package io.sluice.gateway.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.redis.LocalMember;
import io.sluice.common.redis.LocalRedisCluster;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.ReplicationInfo;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.StreamLimits;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.RecordingBrokerListener;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis Cluster changes while it is published into. */
class ClusterChangesIT {

    private static final Duration PATIENCE = Patience.OF_TESTS;
    private static final StreamLimits LIMITS = new StreamLimits(10_000, Duration.ofMinutes(5), Duration.ofHours(1));
    private static final String CHANNEL = "moving";
    private static final int EACH = 100;

    private final Vertx vertx = Vertx.vertx();
    private final RecordingBrokerListener listener = new RecordingBrokerListener();
    private final AtomicInteger published = new AtomicInteger();

    @AfterEach
    void closeVertx() {
        Outcomes.of(vertx.close());
    }

    @Test
    void nothingIsLostOrDoubledWhileTheSlotOfAChannelMoves() {
        try (LocalRedisCluster cluster = LocalRedisCluster.start(3, 0)) {
            RedisSettings settings = cluster.settings();
            RedisNode subscriber = started(settings, listener);
            RedisNode publisher = started(settings, new RecordingBrokerListener());
            Outcomes.of(subscriber.subscribe(CHANNEL));
            String key = settings.keys().ofChannel("stream", CHANNEL);
            publish(publisher, EACH);

            LocalMember first = cluster.masterOf(key);
            LocalMember second = cluster.masters().stream()
                    .filter(member -> member != first)
                    .findFirst()
                    .orElseThrow();
            move(cluster, key, first, second, publisher);
            // Nobody has heard of this one yet, since it has no slots.
            move(cluster, key, second, cluster.add(), publisher);
            publish(publisher, EACH);

            List<String> all = IntStream.range(0, published.get())
                    .mapToObj(String::valueOf)
                    .toList();
            assertThat(Outcomes.of(publisher.history(
                                    CHANNEL,
                                    new HistoryQuery(HistoryQuery.NO_LIMIT, Optional.empty(), false),
                                    LIMITS.metaTtl()))
                            .publications()
                            .stream()
                            .map(publication -> publication.data().toString()))
                    .containsExactlyElementsOf(all);
            // What two masters pass on may overtake each other; sessions notice by the offsets.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(listener.data(CHANNEL)).containsExactlyInAnyOrderElementsOf(all));
            Outcomes.of(subscriber.stop());
            Outcomes.of(publisher.stop());
        }
    }

    /** Each step with publications before, and in the midst of it. */
    private void move(LocalRedisCluster cluster, String key, LocalMember from, LocalMember to, RedisNode publisher) {
        cluster.beginMove(key, from, to);
        publish(publisher, EACH);
        // One of the channel's two keys is here now, and one there, for a moment.
        cluster.moveKeys(key, from, to, 1);
        var held = publisher.publish(CHANNEL, text(published.getAndIncrement()), kept());
        cluster.moveKeys(key, from, to, EACH);
        Outcomes.of(held);
        publish(publisher, EACH);
        cluster.endMove(key, from, to);
        publish(publisher, EACH);
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAReplicaTookOver() {
        try (LocalRedisCluster cluster = LocalRedisCluster.start(3, 1)) {
            RedisSettings settings = cluster.settings();
            RedisNode node = started(settings, listener);
            LocalMember doomed = cluster.masters().get(0);
            String channel = IntStream.range(0, 1000)
                    .mapToObj(i -> "doomed-" + i)
                    .filter(name -> cluster.masterOf(settings.keys().ofChannel("stream", name)) == doomed)
                    .findFirst()
                    .orElseThrow();
            Outcomes.of(node.subscribe(channel));
            assertThat(publish(node, channel, "before").succeeded()).isTrue();
            awaitCopy(doomed, cluster.replicas().get(0));
            int restored = listener.restorations();

            doomed.kill();

            await().atMost(PATIENCE).until(() -> publish(node, channel, "after").succeeded());
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(listener.restorations()).isGreaterThan(restored);
                assertThat(node.ready()).isTrue();
            });
            await().atMost(PATIENCE).until(() -> publish(node, channel, "last").succeeded());
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(listener.data(channel))
                    .startsWith("\"before\"")
                    .endsWith("\"last\""));
            assertThat(Outcomes.of(node.history(
                                    channel,
                                    new HistoryQuery(HistoryQuery.NO_LIMIT, Optional.empty(), false),
                                    LIMITS.metaTtl()))
                            .publications()
                            .stream()
                            .map(publication -> publication.data().toString())
                            .distinct())
                    .containsExactly("\"before\"", "\"after\"", "\"last\"");
            await().atMost(PATIENCE).until(() -> node.commands().connections() == 3);
            Outcomes.of(node.stop());
        }
    }

    /** Redis answers before its replica knows, so what dies in between is lost. {@code WAIT} speaks of its own connection only. */
    private static void awaitCopy(LocalMember master, LocalMember replica) {
        long written = replication(master).written();
        await().atMost(PATIENCE).until(() -> replication(replica).received() >= written);
    }

    private static ReplicationInfo replication(LocalMember member) {
        return new ReplicationInfo(member.done("INFO", "replication"));
    }

    private RedisNode started(RedisSettings settings, RecordingBrokerListener hearing) {
        RedisNode node = new RedisNode(vertx, settings, 1000);
        node.listener(hearing);
        Outcomes.of(node.start());
        assertThat(node.ready()).isTrue();
        return node;
    }

    /** One after the other, as a publisher does that wants to keep its order. */
    private void publish(RedisNode node, int count) {
        for (int i = 0; i < count; i++) {
            Outcomes.of(node.publish(CHANNEL, text(published.getAndIncrement()), kept()));
        }
    }

    private static AsyncResult<?> publish(RedisNode node, String channel, String data) {
        return Outcomes.settled(node.publish(channel, text("\"" + data + "\""), kept()));
    }

    private static PublishOptions kept() {
        return new PublishOptions(Optional.of(LIMITS), "", 0, "", false, "");
    }

    private static Publication text(Object data) {
        return new Publication(Payload.of(data.toString()), null, 0, Map.of(), DataForm.PLAIN, "", "", 0);
    }
}
