package io.sluice.gateway.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.ServerCommands;
import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.broker.BrokerUnavailableException;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.RecordingBrokerListener;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@link RedisBroker} makes of rights that are taken away. */
@ExtendWith(LeakWatch.class)
class RedisBrokerAccessIT {

    /** Patient, since none of these tests waits for it. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final TestRedis redis = TestRedis.exclusive();
    private final ServerCommands admin = new ServerCommands(vertx, redis.settings());
    private final RecordingBrokerListener listener = new RecordingBrokerListener();
    private final RedisNode broker =
            new RedisNode(vertx, new RedisSettings(redis.uri(), "test", TIMEOUT, TIMEOUT, "ann", "pw"), 1000);

    @BeforeEach
    void start() {
        Outcomes.of(admin.start());
        setUser("on", ">pw", "~*", "resetchannels", "&test.client.a", "&test.client.b", "+@all");
        broker.listener(listener);
        Outcomes.of(broker.start());
    }

    @AfterEach
    void stop() {
        Outcomes.of(broker.stop());
        Outcomes.of(admin.stop());
        Outcomes.of(vertx.close());
        redis.close();
    }

    @Test
    void listenerHearsWhichChannelRedisNoLongerDelivers() {
        Outcomes.of(broker.subscribe("a"));
        Outcomes.of(broker.subscribe("b"));

        // Redis drops those who are subscribed to what they may no longer hear.
        setUser("resetchannels", "&test.client.a");

        await().until(() -> !listener.lost().isEmpty() && broker.ready());
        assertThat(listener.lost()).containsExactly("b");
        assertThat(Outcomes.failureOf(broker.subscribe("b"))).isInstanceOf(BrokerUnavailableException.class);
        Outcomes.of(broker.publish(
                "a",
                new Publication(Payload.of("1"), null, 0, Map.of(), DataForm.PLAIN, "", "", 0),
                PublishOptions.PLAIN));
        await().untilAsserted(() -> assertThat(listener.data("a")).containsExactly("1"));
    }

    @Test
    void lostChannelCanBeSubscribedAgainOnceItIsAllowedAgain() {
        Outcomes.of(broker.subscribe("b"));
        setUser("resetchannels", "&test.client.a");
        await().until(() -> !listener.lost().isEmpty() && broker.ready());

        setUser("&test.client.b");
        Outcomes.of(broker.subscribe("b"));
        Outcomes.of(broker.publish(
                "b",
                new Publication(Payload.of("2"), null, 0, Map.of(), DataForm.PLAIN, "", "", 0),
                PublishOptions.PLAIN));

        await().untilAsserted(() -> assertThat(listener.data("b")).containsExactly("2"));
    }

    private void setUser(String... rules) {
        Request request = Request.cmd(Command.ACL).arg("SETUSER").arg("ann");
        Stream.of(rules).forEach(request::arg);
        Outcomes.of(admin.send(request));
    }
}
