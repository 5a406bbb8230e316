package io.sluice.gateway.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.metrics.LoopCounter;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.Messages;
import io.sluice.gateway.fakes.RecordingSubscriber;
import io.sluice.gateway.hub.Subscriber;
import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.outbound.DeliveryOptions;
import io.sluice.gateway.outbound.Message;
import io.sluice.gateway.outbound.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {

    private static final long INTERVAL_MILLIS = 100;

    /** What an interval is longer by, so that clients may share wakings of the loop. */
    private static final Duration ROUND = Duration.ofNanos(Delays.ROUND_NANOS);

    private final HandLoop loop = new HandLoop();
    private final Delays delays =
            new Delays(loop.loopTasks(), new TurnBudget(loop.loopTasks(), loop.clock()), loop.clock());
    private final LoopCounter superseded = new LoopCounter();
    private final RecordingSubscriber client = new RecordingSubscriber();
    private final RateLimit limit = new RateLimit(client, 10, delays, superseded);

    @Test
    void theFirstPublicationGoesOutAtOnce() {
        publish(1);
        client.assertReceived("news=1");
    }

    @Test
    void betweenTwoOnlyTheLatestIsKept() {
        publish(1);
        publish(2);
        publish(3);
        publish(4);
        client.assertReceived("news=1");
        loop.elapse(INTERVAL_MILLIS - 1);
        client.assertNothingMore();
        loop.elapse(ROUND.plusMillis(1));
        client.assertReceived("news=4");
        assertThat(superseded.get()).isEqualTo(2);
    }

    @Test
    void afterAPauseTheNextOneGoesOutAtOnceAgain() {
        publish(1);
        loop.elapse(ROUND.plusMillis(INTERVAL_MILLIS));
        client.assertReceived("news=1");
        publish(2);
        client.assertReceived("news=2");
        assertThat(superseded.get()).isZero();
    }

    @Test
    void whatWasKeptBeginsAnIntervalToo() {
        publish(1);
        publish(2);
        loop.elapse(ROUND.plusMillis(INTERVAL_MILLIS));
        client.assertReceived("news=1", "news=2");
        publish(3);
        client.assertNothingMore();
        loop.elapse(ROUND.plusMillis(INTERVAL_MILLIS));
        client.assertReceived("news=3");
    }

    @Test
    void whoHasUnsubscribedReceivesNothingMore() {
        publish(1);
        publish(2);
        limit.cancel();
        loop.elapse(10 * INTERVAL_MILLIS);
        client.assertReceived("news=1");
    }

    @Test
    void whoUnsubscribesOnReceiptReceivesNothingMore() {
        client.onDelivery(limit::cancel);
        publish(1);
        publish(2);
        loop.elapse(10 * INTERVAL_MILLIS);
        client.assertReceived("news=1");
    }

    @Test
    void anIdleLimitWakesNobody() {
        publish(1);
        loop.elapse(10 * INTERVAL_MILLIS);
        assertThat(loop.timers()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {500, 333.3, 60, 1, 0.5})
    void twoNeverFollowEachOtherWithinTheIntervalAndTheLatestAlwaysArrives(double perSecond) {
        long intervalNanos = (long) (1e9 / perSecond);
        Log log = new Log();
        RateLimit random = new RateLimit(log, perSecond, delays, superseded);
        Random pauses = new Random(7);
        long published = 0;
        for (int i = 0; i < 3000; i++) {
            random.deliver(Messages.publication("news", i), DeliveryOptions.PROMPT);
            published++;
            // Mostly bursts, now and then a long pause.
            long pause = pauses.nextInt(20) == 0 ? 3 * intervalNanos : pauses.nextLong(intervalNanos / 3 + 1);
            loop.elapse(Duration.ofNanos(pause));
        }
        loop.elapse(Duration.ofNanos(2 * intervalNanos + 2 * Delays.ROUND_NANOS));
        for (int i = 1; i < log.times.size(); i++) {
            assertThat(log.times.get(i) - log.times.get(i - 1)).isGreaterThanOrEqualTo(intervalNanos);
        }
        assertThat(log.messages).last().isEqualTo("2999");
        assertThat(log.messages.size() + superseded.get()).isEqualTo(published);
    }

    @Test
    void whoSharesAWakingOfTheLoopWithOthersStillWaitsItsInterval() {
        List<Log> logs = new ArrayList<>();
        List<RateLimit> limits = new ArrayList<>();
        for (int i = 0; i < 5; i++) { // Each begins 0.2 ms behind the one before it, so that all are in one round.
            logs.add(new Log());
            limits.add(new RateLimit(logs.get(i), 10, delays, superseded));
            limits.get(i).deliver(Messages.publication("news", 0), DeliveryOptions.PROMPT);
            loop.elapse(Duration.ofNanos(200_000));
        }
        for (int i = 1; i < 500; i++) {
            for (RateLimit each : limits) {
                each.deliver(Messages.publication("news", i), DeliveryOptions.PROMPT);
            }
            loop.elapse(Duration.ofNanos(1_300_000));
        }
        for (Log log : logs) {
            assertThat(log.times).hasSizeGreaterThan(5);
            for (int i = 1; i < log.times.size(); i++) {
                assertThat(log.times.get(i) - log.times.get(i - 1)).isGreaterThanOrEqualTo(100_000_000);
            }
        }
    }

    @Test
    void whatIsPublishedWithoutEndArrivesAtTheFullRate() {
        Log log = new Log();
        RateLimit busy = new RateLimit(log, 100, delays, superseded);
        for (int i = 0; i < 100_000; i++) { // Ten seconds.
            busy.deliver(Messages.publication("news", i), DeliveryOptions.PROMPT);
            loop.elapse(Duration.ofNanos(100_000));
        }
        // An interval is 10 ms and up to one more.
        assertThat(log.times.size()).isBetween(900, 1000);
    }

    private void publish(int number) {
        limit.deliver(Messages.publication("news", number), DeliveryOptions.PROMPT);
    }

    /** Notes when each publication came. */
    private final class Log implements Subscriber, Receiver {

        private final List<Long> times = new ArrayList<>();
        private final List<String> messages = new ArrayList<>();

        @Override
        public Receiver receiver() {
            return this;
        }

        @Override
        public void deliver(Message publication, DeliveryOptions options) {
            times.add(loop.clock().now());
            messages.add(publication.publication().data().toString());
        }

        @Override
        public void lost(String channel) {
            throw new AssertionError("nothing is lost");
        }
    }
}
