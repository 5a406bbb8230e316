package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link ShardedSubscriber} with three connections. */
class ShardedSubscriberIT {

    private static final String PREFIX = "test.";
    private static final int CONNECTIONS = 3;
    private static final int CHANNELS = 300;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(4));
    private final TestRedis redis = TestRedis.exclusive();
    private final RecordingListener listener = new RecordingListener();
    private final Map<String, Set<Thread>> threadsOfChannels = new ConcurrentHashMap<>();
    private final ServerCommands commands = new ServerCommands(vertx, redis.settings());
    private final ShardedSubscriber subscriber = new ShardedSubscriber(
            vertx,
            redis.settings().withSubscriberConnections(CONNECTIONS),
            PREFIX,
            new Witness(),
            RedisFigures.unseen());

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
    void listenerHearsOnceThatAllAreReady() {
        assertThat(subscriber.ready()).isTrue();
        assertThat(listener.readiness()).containsExactly(true);
        assertThat(connections()).hasSize(CONNECTIONS);
    }

    @Test
    void channelsAreSpreadOverAllConnections() {
        subscribeAll();

        assertThat(connections()).hasSize(CONNECTIONS).allSatisfy(connection -> assertThat(channelsOf(connection))
                .isBetween(60, 140));
        assertThat(connections().stream()
                        .mapToInt(ShardedSubscriberIT::channelsOf)
                        .sum())
                .isEqualTo(CHANNELS);
    }

    @Test
    void eachConnectionHasAnEventLoopOfItsOwn() {
        subscribeAll();
        publishAll("x");

        await().until(() -> threadsOfChannels.size() == CHANNELS);
        assertThat(threadsOfChannels.values())
                .allSatisfy(threads -> assertThat(threads).hasSize(1));
        assertThat(threadsOfChannels.values().stream().flatMap(Set::stream).distinct())
                .hasSize(CONNECTIONS);
        assertThat(threadsOfChannels.values().stream().flatMap(Set::stream))
                .allMatch(thread -> thread.getName().contains("eventloop"));
    }

    @Test
    void messagesOfEachChannelKeepTheirOrder() {
        subscribeAll();
        List<String> texts = IntStream.range(0, 20).mapToObj(String::valueOf).toList();

        texts.forEach(this::publishAll);

        await().untilAsserted(() -> assertThat(IntStream.range(0, CHANNELS))
                .allSatisfy(i -> assertThat(listener.messagesOf(channel(i))).isEqualTo(texts)));
        assertThat(subscriber.messagesReceived()).isEqualTo((long) CHANNELS * texts.size());
    }

    @Test
    void unsubscribedChannelsAreSilentAndFreeInRedis() {
        subscribeAll();

        List<Future<Void>> unsubscribed = IntStream.range(0, CHANNELS / 2)
                .mapToObj(i -> subscriber.unsubscribe(channel(i)))
                .toList();
        unsubscribed.forEach(Outcomes::of);

        assertThat(IntStream.range(0, CHANNELS).map(i -> publish(channel(i), "x")))
                .containsExactlyElementsOf(IntStream.range(0, CHANNELS)
                        .map(i -> i < CHANNELS / 2 ? 0 : 1)
                        .boxed()
                        .toList());
    }

    @Test
    void lostConnectionSilencesItsOwnChannelsOnlyAndComesBackWithThem() {
        subscribeAll();
        Map<String, String> victim = connections().get(1);
        int itsChannels = channelsOf(victim);

        // Nobody can connect again for the moment, so that what the others still deliver can be seen.
        administer("CONFIG", "SET", "maxclients", "1");
        administer("CLIENT", "KILL", "ID", victim.get("id"));
        await().until(() -> !subscriber.ready());
        publishAll("meanwhile");
        await().until(() -> heard("meanwhile") == CHANNELS - itsChannels);
        administer("CONFIG", "SET", "maxclients", "1000");

        await().until(subscriber::ready);
        publishAll("after");
        await().until(() -> heard("after") == CHANNELS);
        assertThat(heard("meanwhile")).isEqualTo(CHANNELS - itsChannels);
        assertThat(subscriber.reconnects()).isEqualTo(1);
        assertThat(listener.readiness()).containsExactly(true, false, true);
    }

    @Test
    void everyConnectionComesBackAfterRedisDied() {
        subscribeAll();

        redis.killForcibly();
        await().until(() -> !subscriber.ready() && !commands.connected());
        redis.restart();

        await().until(() -> subscriber.ready() && commands.connected());
        publishAll("after");
        await().until(() -> heard("after") == CHANNELS);
        assertThat(subscriber.reconnects()).isEqualTo(CONNECTIONS);
        assertThat(listener.readiness()).containsExactly(true, false, true);
    }

    @Test
    void nothingIsLeftInRedisOfAStoppedSubscriber() {
        subscribeAll();

        Outcomes.of(subscriber.stop());

        await().until(() -> connections().isEmpty());
        assertThat(subscriber.ready()).isFalse();
    }

    private void subscribeAll() {
        IntStream.range(0, CHANNELS)
                .mapToObj(i -> subscriber.subscribe(channel(i)))
                .toList()
                .forEach(Outcomes::of);
    }

    private void publishAll(String text) {
        IntStream.range(0, CHANNELS)
                .mapToObj(i -> commands.send(
                        Request.cmd(Command.PUBLISH).arg(PREFIX + channel(i)).arg(text)))
                .toList()
                .forEach(Outcomes::of);
    }

    private int publish(String channel, String text) {
        return Outcomes.of(commands.send(
                        Request.cmd(Command.PUBLISH).arg(PREFIX + channel).arg(text)))
                .toInteger();
    }

    private long heard(String text) {
        return IntStream.range(0, CHANNELS)
                .filter(i -> listener.messagesOf(channel(i)).contains(text))
                .count();
    }

    private static String channel(int number) {
        return "channel." + number;
    }

    /** The subscriber's connections as Redis lists them, each as its fields by name. */
    private List<Map<String, String>> connections() {
        return administer("CLIENT", "LIST")
                .lines()
                .filter(line -> line.contains("name=sluice-subscriber "))
                .map(line -> Arrays.stream(line.split(" "))
                        .map(field -> field.split("=", 2))
                        .collect(Collectors.toMap(field -> field[0], field -> field[1])))
                .toList();
    }

    private static int channelsOf(Map<String, String> connection) {
        return Integer.parseInt(connection.getOrDefault("sub", "0"));
    }

    private String administer(String command, String... arguments) {
        Request request = Request.cmd(Command.create(command));
        Arrays.stream(arguments).forEach(request::arg);
        return Outcomes.of(commands.send(request)).toString();
    }

    private final class Witness implements RedisSubscriber.Listener {

        @Override
        public void messages(List<RedisMessage> batch) {
            batch.forEach(message -> threadsOfChannels
                    .computeIfAbsent(message.channel(), channel -> ConcurrentHashMap.newKeySet())
                    .add(Thread.currentThread()));
            listener.messages(batch);
        }

        @Override
        public void readyChanged(boolean ready) {
            listener.readyChanged(ready);
        }
    }
}
