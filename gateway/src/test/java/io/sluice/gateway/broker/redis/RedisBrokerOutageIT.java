package io.sluice.gateway.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.broker.BrokerUnavailableException;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.StreamLimits;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.RecordingBrokerListener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of {@link RedisBroker} when Redis dies and comes back. */
@ExtendWith(LeakWatch.class)
class RedisBrokerOutageIT {

    private static final Duration PATIENCE = Patience.OF_TESTS;
    private static final int CHANNELS = 1500;
    private static final Duration META_TTL = Duration.ofHours(1);
    private static final PublishOptions KEPT = new PublishOptions(
            Optional.of(new StreamLimits(10, Duration.ofMinutes(1), META_TTL)), "", 0, "", false, "");

    private final Vertx vertx = Vertx.vertx();
    private final TestRedis redis = TestRedis.exclusive();
    private final RecordingBrokerListener listener = new RecordingBrokerListener();
    private final RedisNode broker = new RedisNode(vertx, RedisSettings.of(redis.uri()), 1000);

    @BeforeEach
    void start() {
        broker.listener(listener);
        Outcomes.of(broker.start());
    }

    @AfterEach
    void stop() {
        Outcomes.of(broker.stop());
        Outcomes.of(vertx.close());
        redis.close();
    }

    @Test
    void brokerIsReadyOnlyWhileRedisIsThere() {
        assertThat(broker.ready()).isTrue();

        redis.killForcibly();
        await().atMost(PATIENCE).until(() -> !broker.ready());

        redis.restart();
        await().atMost(PATIENCE).until(broker::ready);
    }

    @Test
    void everyOperationFailsInTimeWhileRedisIsGone() {
        redis.killForcibly();

        for (int i = 0; i < 3; i++) {
            await().atMost(PATIENCE)
                    .until(() -> failsAsUnavailable(broker.publish("a", publication(1), PublishOptions.PLAIN)));
            await().atMost(PATIENCE).until(() -> failsAsUnavailable(broker.subscribe("never")));
        }
        assertThat(Outcomes.of(broker.unsubscribe("never"))).isNull();
    }

    @Test
    void publishesUnderWayWhenRedisDiesFailInTime() {
        List<Future<?>> published = IntStream.range(0, 1000)
                .<Future<?>>mapToObj(i -> broker.publish("a", publication(i), PublishOptions.PLAIN))
                .toList();
        redis.killForcibly();

        await().atMost(PATIENCE).until(() -> published.stream().allMatch(Future::isComplete));
        assertThat(published)
                .filteredOn(Future::failed)
                .allMatch(publish -> publish.cause() instanceof BrokerUnavailableException);
    }

    @Test
    void everyChannelIsSubscribedAgainBeforeTheBrokerIsReady() {
        List<Future<Void>> subscribed = IntStream.range(0, CHANNELS)
                .mapToObj(i -> broker.subscribe("channel-" + i))
                .toList();
        subscribed.forEach(Outcomes::of);
        Outcomes.of(broker.unsubscribe("channel-0"));

        redis.killForcibly();
        await().atMost(PATIENCE).until(() -> !broker.ready());
        Outcomes.of(broker.unsubscribe("channel-1"));
        redis.restart();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(broker::ready);

        for (int i = 0; i < CHANNELS; i++) {
            Outcomes.of(broker.publish("channel-" + i, publication(i), PublishOptions.PLAIN));
        }
        await().atMost(PATIENCE).until(() -> listener.channels().size() == CHANNELS - 2);
        for (int i = 2; i < CHANNELS; i++) {
            assertThat(listener.data("channel-" + i)).containsExactly(String.valueOf(i));
        }
    }

    @Test
    void subscribeThatFailedInTheOutageWorksAfterIt() {
        redis.killForcibly();
        await().atMost(PATIENCE).until(() -> failsAsUnavailable(broker.subscribe("later")));
        redis.restart();
        await().atMost(PATIENCE).until(broker::ready);

        Outcomes.of(broker.subscribe("later"));
        Outcomes.of(broker.publish("later", publication(1), PublishOptions.PLAIN));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(listener.data("later")).containsExactly("1"));
    }

    @Test
    void emptyRedisBeginsNewStreams() {
        StreamPosition before =
                Outcomes.of(broker.publish("a", publication(1), KEPT)).position();
        Outcomes.of(broker.publish("a", publication(2), KEPT));
        redis.killForcibly();
        await().atMost(PATIENCE).until(() -> !broker.ready());
        redis.restart();
        await().atMost(PATIENCE).until(broker::ready);

        HistoryPage page = Outcomes.of(broker.history("a", HistoryQuery.POSITION, META_TTL));
        StreamPosition after =
                Outcomes.of(broker.publish("a", publication(3), KEPT)).position();

        assertThat(page.top().offset()).isZero();
        assertThat(page.top().epoch()).isNotEqualTo(before.epoch());
        assertThat(after).isEqualTo(new StreamPosition(1, page.top().epoch()));
    }

    @Test
    void operationsOnStreamsFailInTimeWhileRedisIsGone() {
        Outcomes.of(broker.publish("a", publication(1), KEPT));
        redis.killForcibly();

        ClientInfo info = new ClientInfo("u", "c", Payload.EMPTY, Payload.EMPTY);
        List<Supplier<Future<?>>> operations = List.of(
                () -> broker.publish("a", publication(1), KEPT),
                () -> broker.history("a", HistoryQuery.POSITION, META_TTL),
                () -> broker.removeHistory("a"),
                () -> broker.publishJoin("a", info),
                () -> broker.publishLeave("a", info),
                () -> broker.subscribeFeed("f"));
        for (Supplier<Future<?>> operation : operations) {
            await().atMost(PATIENCE).until(() -> failsAsUnavailable(operation.get()));
        }
    }

    @Test
    void listenerHearsOnceThatEverythingIsSubscribedAgain() {
        Outcomes.of(broker.subscribe("a"));
        Outcomes.of(broker.subscribeFeed("feed"));
        assertThat(listener.restorations()).isZero();

        for (int outage = 1; outage <= 2; outage++) {
            redis.killForcibly();
            await().atMost(PATIENCE).until(() -> !broker.ready());
            assertThat(listener.restorations()).isEqualTo(outage - 1);
            redis.restart();
            await().atMost(PATIENCE).until(broker::ready);

            int expected = outage;
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(listener.restorations()).isEqualTo(expected));
        }
        Outcomes.of(broker.publish("a", publication(1), PublishOptions.PLAIN));
        await().atMost(PATIENCE).until(() -> !listener.data("a").isEmpty());
        assertThat(listener.restorations()).isEqualTo(2);
    }

    @Test
    void listenerHearsOfARedisThatWasMissingAtTheStart() {
        RecordingBrokerListener late = new RecordingBrokerListener();
        redis.killForcibly();
        RedisNode early = new RedisNode(vertx, RedisSettings.of(redis.uri()), 1000);
        early.listener(late);
        Outcomes.of(early.start());
        assertThat(late.restorations()).isZero();

        redis.restart();

        await().atMost(PATIENCE).until(() -> late.restorations() == 1);
        Outcomes.of(early.stop());
    }

    @Test
    void feedsAreSubscribedAgain() {
        Outcomes.of(broker.subscribeFeed("feed"));
        redis.killForcibly();
        await().atMost(PATIENCE).until(() -> !broker.ready());
        redis.restart();
        await().atMost(PATIENCE).until(broker::ready);

        Outcomes.of(
                broker.publish("a", publication(1), new PublishOptions(Optional.empty(), "", 0, "", false, "feed")));

        await().atMost(PATIENCE).until(() -> listener.fed("feed").size() == 1);
    }

    /** Starts something and waits at most as long as the broker may take. */
    private static boolean failsAsUnavailable(Future<?> operation) {
        return Outcomes.failureOf(operation) instanceof BrokerUnavailableException;
    }

    private static Publication publication(int number) {
        return new Publication(Payload.of(String.valueOf(number)), null, 0, Map.of(), DataForm.PLAIN, "", "", 0);
    }
}
