package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins, rights and databases. */
class RedisAccessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final TestRedis redis = TestRedis.exclusive();
    private final RecordingListener listener = new RecordingListener();
    private final ServerCommands admin = new ServerCommands(vertx, redis.settings());

    @BeforeEach
    void connect() {
        Outcomes.of(admin.start());
    }

    @AfterEach
    void disconnect() {
        Outcomes.of(admin.stop());
        Outcomes.of(vertx.close());
        redis.close();
    }

    @Test
    void databaseOfTheAddressIsUsed() {
        ServerCommands other =
                new ServerCommands(vertx, new RedisSettings(redis.uri() + "/3", "test", PATIENCE, PATIENCE));
        Outcomes.of(other.start());

        Outcomes.of(other.send(Request.cmd(Command.SET).arg("key").arg("value")));

        assertThat(Outcomes.of(admin.send(Request.cmd(Command.GET).arg("key")))).isNull();
        assertThat(Outcomes.of(other.send(Request.cmd(Command.GET).arg("key")))).hasToString("value");
        Outcomes.of(other.stop());
    }

    @Test
    void connectionsAreNamedInTheServersList() {
        RedisSubscriber subscriber = new RedisSubscriber(vertx, redis.settings(), listener);
        Outcomes.of(subscriber.start());

        assertThat(Outcomes.of(admin.send(Request.cmd(Command.CLIENT).arg("LIST"))))
                .asString()
                .contains("name=sluice-commands", "name=sluice-subscriber");
        Outcomes.of(subscriber.stop());
    }

    @Test
    void rightPasswordConnectsAndWrongOneDoesNot() {
        administer("ACL", "SETUSER", "ann", "on", ">se cret/ü", "~*", "&*", "+@all");
        ServerCommands right = new ServerCommands(vertx, asUser("ann", "se cret/ü"));
        ServerCommands wrong = new ServerCommands(vertx, asUser("ann", "wrong"));

        Outcomes.of(right.start());
        Outcomes.of(wrong.start());

        assertThat(right.connected()).isTrue();
        assertThat(wrong.connected()).isFalse();
        Outcomes.of(right.stop());
        Outcomes.of(wrong.stop());
    }

    @Test
    void refusedChannelHarmsNoOther() {
        administer("ACL", "SETUSER", "ann", "on", ">pw", "~*", "resetchannels", "&allowed.*", "+@all");
        RedisSubscriber subscriber = new RedisSubscriber(vertx, asUser("ann", "pw"), listener);
        Outcomes.of(subscriber.start());

        List<Future<Void>> outcomes = Outcomes.onLoop(loop, () -> Stream.concat(
                        Stream.of("forbidden"), IntStream.range(0, 600).mapToObj(i -> "allowed." + i))
                .map(subscriber::subscribe)
                .toList());

        assertThat(Outcomes.failureOf(outcomes.get(0)))
                .isInstanceOfSatisfying(RedisCommandException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("NOPERM"));
        outcomes.subList(1, outcomes.size()).forEach(Outcomes::of);
        assertThat(subscriber.ready()).isTrue();
        assertThat(subscriber.reconnects()).isZero();
        assertThat(listener.refused()).isEmpty();
        Outcomes.of(subscriber.stop());
    }

    @Test
    void listenerHearsOfAChannelWhoseRightWasTakenAway() {
        administer("ACL", "SETUSER", "ann", "on", ">pw", "~*", "resetchannels", "&a", "&b", "+@all");
        RedisSubscriber subscriber = new RedisSubscriber(vertx, asUser("ann", "pw"), listener);
        Outcomes.of(subscriber.start());
        Outcomes.of(subscriber.subscribe("a"));
        Outcomes.of(subscriber.subscribe("b"));

        // Redis drops those who are subscribed to what they may no longer hear.
        administer("ACL", "SETUSER", "ann", "resetchannels", "&a");

        await().until(() -> subscriber.reconnects() == 1 && subscriber.ready());
        assertThat(listener.refused()).containsExactly("b NOPERM");
        assertThat(administer("PUBLISH", "a", "x").toInteger()).isEqualTo(1);
        assertThat(administer("PUBLISH", "b", "x").toInteger()).isZero();
        Outcomes.of(subscriber.stop());
    }

    private Response administer(String command, String... arguments) {
        Request request = Request.cmd(Command.create(command));
        Stream.of(arguments).forEach(request::arg);
        return Outcomes.of(admin.send(request));
    }

    private RedisSettings asUser(String user, String password) {
        return new RedisSettings(redis.uri(), "test", PATIENCE, PATIENCE, user, password);
    }
}
