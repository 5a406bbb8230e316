package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link ServerCommands} and {@link RedisSubscriber} do when Redis dies, drops them or hangs. */
class RedisOutageIT {

    private static final int CHANNELS = 1500;

    private final Vertx vertx = Vertx.vertx();
    private final TestRedis redis = TestRedis.exclusive();
    private final RecordingListener listener = new RecordingListener();
    private final ServerCommands commands = new ServerCommands(vertx, redis.settings());
    private final RedisSubscriber subscriber = new RedisSubscriber(vertx, redis.settings(), listener);

    @BeforeEach
    void connect() {
        Outcomes.of(commands.start());
        Outcomes.of(subscriber.start());
    }

    @AfterEach
    void disconnect() {
        Outcomes.of(subscriber.stop());
        Outcomes.of(commands.stop());
        Outcomes.of(vertx.close());
        redis.close();
    }

    @Test
    void commandsFailAtOnceWhileRedisIsDeadAndWorkSoonAfterItsReturn() {
        redis.killForcibly();
        await().until(() -> !commands.connected());
        Future<Response> whileDead = commands.send(Request.cmd(Command.PING));
        assertThat(whileDead.cause())
                .isInstanceOfSatisfying(RedisUnavailableException.class, cause -> assertThat(cause.sent())
                        .isFalse());

        redis.restart();

        await().until(() -> answers(commands));
        assertThat(commands.reconnects()).isEqualTo(1);
    }

    @Test
    void commandsInFlightFailWhenRedisDies() {
        // Held back by the server, so that they are in flight for certain.
        Outcomes.of(pause(10_000));
        List<Future<Response>> outcomes = IntStream.range(0, 100)
                .mapToObj(i -> commands.send(Request.cmd(Command.PING)))
                .toList();

        redis.killForcibly();

        assertThat(outcomes).allSatisfy(outcome -> assertThat(Outcomes.failureOf(outcome))
                .isInstanceOf(RedisUnavailableException.class));
        assertThat(commands.waiting()).isZero();
    }

    @Test
    void everyChannelIsSubscribedAgainAfterRedisDied() {
        subscribeAll();

        redis.killForcibly();
        await().until(() -> !subscriber.ready());
        redis.restart();
        await().until(() -> subscriber.ready() && commands.connected());

        assertThatEveryChannelDelivers("after");
        assertThat(listener.readiness()).containsExactly(true, false, true);
        assertThat(subscriber.reconnects()).isEqualTo(1);
    }

    @Test
    void everyChannelIsSubscribedAgainAfterRedisDroppedTheSubscriber() {
        subscribeAll();

        Outcomes.of(commands.send(
                Request.cmd(Command.CLIENT).arg("KILL").arg("TYPE").arg("pubsub")));

        await().until(() -> subscriber.reconnects() == 1 && subscriber.ready());
        assertThatEveryChannelDelivers("after");
        assertThat(commands.reconnects()).isZero();
    }

    @Test
    void subscribeFailsAtOnceWhileRedisIsDeadAndIsNotKept() {
        redis.killForcibly();
        await().until(() -> !subscriber.ready());

        assertThat(Outcomes.failureOf(subscriber.subscribe("late"))).isInstanceOf(RedisUnavailableException.class);

        redis.restart();
        await().until(() -> subscriber.ready() && commands.connected());
        assertThat(publish("late", "unheard")).isZero();
    }

    @Test
    void channelKeptThroughTheOutageStaysWhenASubscribeOfItFailsMeanwhile() {
        Outcomes.of(subscriber.subscribe("kept"));
        redis.killForcibly();
        await().until(() -> !subscriber.ready());

        assertThat(Outcomes.failureOf(subscriber.subscribe("kept"))).isInstanceOf(RedisUnavailableException.class);

        redis.restart();
        await().until(() -> subscriber.ready() && commands.connected());
        assertThat(publish("kept", "heard")).isEqualTo(1);
    }

    @Test
    void channelUnsubscribedDuringTheOutageIsNotSubscribedAgain() {
        Outcomes.of(subscriber.subscribe("left"));
        redis.killForcibly();
        await().until(() -> !subscriber.ready());

        assertThat(Outcomes.of(subscriber.unsubscribe("left"))).isNull();

        redis.restart();
        await().until(() -> subscriber.ready() && commands.connected());
        assertThat(publish("left", "unheard")).isZero();
    }

    @Test
    void subscribePendingWhenRedisDiesFailsAndIsNotKept() {
        Outcomes.of(pause(10_000));
        Future<Void> pending = subscriber.subscribe("pending");

        redis.killForcibly();
        assertThat(Outcomes.failureOf(pending)).isInstanceOf(RedisUnavailableException.class);

        redis.restart();
        await().until(() -> subscriber.ready() && commands.connected());
        assertThat(publish("pending", "unheard")).isZero();
    }

    @Test
    void unansweredCommandsAndSubscribesFailInTime() {
        // Short beside the pause, so that its end comes too late even on a machine that stands still for a second.
        RedisSettings hasty = new RedisSettings(redis.uri(), "test", Duration.ofSeconds(10), Duration.ofMillis(200));
        ServerCommands hastyCommands = new ServerCommands(vertx, hasty);
        RedisSubscriber hastySubscriber = new RedisSubscriber(vertx, hasty, listener);
        Outcomes.of(hastyCommands.start());
        Outcomes.of(hastySubscriber.start());
        Outcomes.of(pause(2500));

        Future<Response> command = hastyCommands.send(Request.cmd(Command.PING));
        Future<Void> subscribe = hastySubscriber.subscribe("slow");

        await().until(() -> command.failed() && subscribe.failed());
        assertThat(command.cause())
                .isInstanceOfSatisfying(RedisUnavailableException.class, cause -> assertThat(cause.sent())
                        .isTrue());
        assertThat(subscribe.cause()).isInstanceOf(RedisUnavailableException.class);

        // A pause shorter than the patience costs no connection, and what was given up is undone.
        await().until(() -> answers(hastyCommands));
        await().until(() -> publish("slow", "unheard") == 0);
        assertThat(hastyCommands.reconnects() + hastySubscriber.reconnects()).isZero();
        Outcomes.of(hastySubscriber.stop());
        Outcomes.of(hastyCommands.stop());
    }

    @Test
    void connectionsOnWhichNothingArrivesAreReplaced() {
        subscribeAll();

        Outcomes.of(pause(120_000));
        await().until(() -> !subscriber.ready() && !commands.connected());
        // What ends the pause is another server at the same place.
        redis.killForcibly();
        redis.restart();

        await().until(() -> subscriber.ready() && commands.connected());
        assertThatEveryChannelDelivers("after");
    }

    @Test
    void serverThatBecameAReplicaIsLeft() {
        Outcomes.of(
                commands.send(Request.cmd(Command.REPLICAOF).arg("127.0.0.1").arg(1)));

        Throwable refusal = Outcomes.failureOf(
                commands.send(Request.cmd(Command.SET).arg("key").arg("value")));

        assertThat(refusal).isInstanceOfSatisfying(RedisCommandException.class, cause -> assertThat(cause.code())
                .isEqualTo("READONLY"));
        await().until(() -> commands.reconnects() == 1);
    }

    private static boolean answers(ServerCommands asked) {
        return Outcomes.settled(asked.send(Request.cmd(Command.PING))).succeeded();
    }

    private void subscribeAll() {
        IntStream.range(0, CHANNELS)
                .mapToObj(i -> subscriber.subscribe("channel." + i))
                .toList()
                .forEach(Outcomes::of);
    }

    private void assertThatEveryChannelDelivers(String text) {
        IntStream.range(0, CHANNELS)
                .mapToObj(i -> commands.send(
                        Request.cmd(Command.PUBLISH).arg("channel." + i).arg(text)))
                .toList()
                .forEach(receivers ->
                        assertThat(Outcomes.of(receivers).toInteger()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(IntStream.range(0, CHANNELS))
                .allSatisfy(i -> assertThat(listener.messagesOf("channel." + i)).containsExactly(text)));
    }

    private int publish(String channel, String text) {
        return Outcomes.of(
                        commands.send(Request.cmd(Command.PUBLISH).arg(channel).arg(text)))
                .toInteger();
    }

    private Future<Response> pause(int millis) {
        return commands.send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(millis));
    }
}
