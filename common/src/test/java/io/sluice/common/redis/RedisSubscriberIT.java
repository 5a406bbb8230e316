package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link RedisSubscriber} against a healthy server. */
class RedisSubscriberIT {

    private final String prefix = "test." + UUID.randomUUID() + ".";
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final RedisSettings settings = TestRedis.shared().settings();
    private final RecordingListener listener = new RecordingListener();
    private final ServerCommands commands = new ServerCommands(vertx, settings);
    private final RedisSubscriber subscriber = new RedisSubscriber(vertx, settings, listener);

    @BeforeEach
    void connect() {
        Outcomes.of(commands.start());
        Outcomes.of(Outcomes.onLoop(loop, subscriber::start));
    }

    @AfterEach
    void disconnect() {
        Outcomes.of(subscriber.stop());
        Outcomes.of(commands.stop());
        Outcomes.of(vertx.close());
    }

    @Test
    void startedSubscriberIsReady() {
        assertThat(subscriber.ready()).isTrue();
        assertThat(listener.readiness()).containsExactly(true);
    }

    @Test
    void subscribedChannelDeliversFromTheMomentOfConfirmation() {
        Outcomes.of(subscriber.subscribe(prefix + "a"));

        assertThat(publish("a", "one")).isEqualTo(1);
        assertThat(publish("a", "two")).isEqualTo(1);

        await().untilAsserted(
                        () -> assertThat(listener.messagesOf(prefix + "a")).containsExactly("one", "two"));
        assertThat(subscriber.messagesReceived()).isEqualTo(2);
    }

    @Test
    void emptyAndBinaryPayloadsArriveAsTheyAre() {
        Outcomes.of(subscriber.subscribe(prefix + "a"));

        publish("a", "");
        publish("a", "\r\n$5\r\n\0");

        await().untilAsserted(
                        () -> assertThat(listener.messagesOf(prefix + "a")).containsExactly("", "\r\n$5\r\n\0"));
    }

    @Test
    void unsubscribedChannelIsSilentAndFreeInRedis() {
        Outcomes.of(subscriber.subscribe(prefix + "a"));
        Outcomes.of(subscriber.subscribe(prefix + "b"));

        Outcomes.of(subscriber.unsubscribe(prefix + "a"));

        assertThat(publish("a", "unheard")).isZero();
        assertThat(publish("b", "heard")).isEqualTo(1);
        await().untilAsserted(
                        () -> assertThat(listener.messagesOf(prefix + "b")).containsExactly("heard"));
        assertThat(listener.messagesOf(prefix + "a")).isEmpty();
    }

    @Test
    void unsubscribingWhatWasNeverSubscribedSucceeds() {
        assertThat(Outcomes.of(subscriber.unsubscribe(prefix + "a"))).isNull();
    }

    @Test
    void subscribesOfOneTurnShareCommands() {
        long before = subscribeCommands();

        List<Future<Void>> outcomes = Outcomes.onLoop(loop, () -> IntStream.range(0, 1500)
                .mapToObj(i -> subscriber.subscribe(prefix + i % 1000))
                .toList());
        outcomes.forEach(Outcomes::of);

        assertThat(subscribeCommands() - before).isEqualTo(2);
        IntStream.range(0, 1000)
                .forEach(i -> assertThat(publish(String.valueOf(i), "x")).isEqualTo(1));
    }

    @Test
    void subscribeOvertakenByUnsubscribeStillLearnsItsOutcome() {
        List<Future<Void>> outcomes = Outcomes.onLoop(
                loop, () -> List.of(subscriber.subscribe(prefix + "a"), subscriber.unsubscribe(prefix + "a")));

        assertThat(Outcomes.of(outcomes.get(0))).isNull();
        assertThat(Outcomes.of(outcomes.get(1))).isNull();
        assertThat(publish("a", "unheard")).isZero();
    }

    @Test
    void resubscribeOvertakenByUnsubscribeIsCancelled() {
        Outcomes.of(subscriber.subscribe(prefix + "a"));

        List<Future<Void>> outcomes = Outcomes.onLoop(
                loop,
                () -> List.of(
                        subscriber.unsubscribe(prefix + "a"),
                        subscriber.subscribe(prefix + "a"),
                        subscriber.unsubscribe(prefix + "a")));

        assertThat(Outcomes.of(outcomes.get(0))).isNull();
        assertThat(Outcomes.failureOf(outcomes.get(1))).isInstanceOf(CancellationException.class);
        assertThat(Outcomes.of(outcomes.get(2))).isNull();
        assertThat(publish("a", "unheard")).isZero();
    }

    @Test
    void listenerThatThrowsHarmsNoLaterMessage() {
        RedisSubscriber other = new RedisSubscriber(vertx, settings, new RedisSubscriber.Listener() {
            @Override
            public void messages(List<RedisMessage> batch) {
                listener.messages(batch);
                throw new IllegalStateException("a fault of the listener");
            }
        });
        Outcomes.of(other.start());
        Outcomes.of(other.subscribe(prefix + "a"));

        IntStream.range(0, 100).forEach(i -> publish("a", "x"));

        await().untilAsserted(
                        () -> assertThat(listener.messagesOf(prefix + "a")).hasSize(100));
        assertThat(other.reconnects()).isZero();
        Outcomes.of(other.stop());
    }

    @Test
    void anyUnicodeNameDeliversAndBrokenOnesAreRefused() {
        String odd = "a b\r\n\0\u00fc\ud83d\ude00";

        Outcomes.of(subscriber.subscribe(prefix + odd));
        Throwable refusal = Outcomes.failureOf(subscriber.subscribe(prefix + "\ud83d"));

        assertThat(refusal).isInstanceOf(IllegalArgumentException.class);
        assertThat(publish(odd, "x")).isEqualTo(1);
        await().untilAsserted(
                        () -> assertThat(listener.messagesOf(prefix + odd)).containsExactly("x"));
        assertThat(subscriber.reconnects()).isZero();
    }

    @Test
    void subscriberThatIsNotStartedRefuses() {
        RedisSubscriber idle = new RedisSubscriber(vertx, settings, listener);

        assertThat(Outcomes.failureOf(idle.subscribe(prefix + "a"))).isInstanceOf(RedisUnavailableException.class);
    }

    private int publish(String channel, String text) {
        return Outcomes.of(commands.send(
                        Request.cmd(Command.PUBLISH).arg(prefix + channel).arg(text)))
                .toInteger();
    }

    private long subscribeCommands() {
        String statistics = Outcomes.of(commands.send(Request.cmd(Command.INFO).arg("commandstats")))
                .toString();
        return statistics
                .lines()
                .filter(line -> line.startsWith("cmdstat_subscribe:"))
                .map(line -> line.replaceAll("[^=]*=(\\d+),.*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }
}
