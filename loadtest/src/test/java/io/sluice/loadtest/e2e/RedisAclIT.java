package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.LocalRedis;
import io.sluice.loadtest.client.ApiCommand;
import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.client.RecordingListener;
import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Users of Redis with the rights of {@code docs/examples/redis-users.acl}: enough for a cluster, and no more than enough. */
class RedisAclIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What makes a cluster use all that it has in Redis, once the clients of {@link #useEverything} are there. */
    private static final List<ApiCommand> CALLS = List.of(
            new ApiCommand("publish", "{\"channel\":\"room\",\"data\":1}"),
            new ApiCommand("publish", "{\"channel\":\"room\",\"data\":2,\"idempotency_key\":\"two\"}"),
            new ApiCommand("publish", "{\"channel\":\"room\",\"data\":3,\"version\":3}"),
            new ApiCommand("publish", "{\"channel\":\"news.a\",\"data\":4}"),
            new ApiCommand("publish", "{\"channel\":\"news.a\",\"data\":5,\"skip_history\":true}"),
            new ApiCommand(
                    "publish", "{\"channel\":\"news.a\",\"data\":6,\"skip_history\":true,\"idempotency_key\":\"six\"}"),
            new ApiCommand("broadcast", "{\"channels\":[\"room\",\"news.b\"],\"data\":7}"),
            new ApiCommand("history", "{\"channel\":\"room\",\"limit\":10}"),
            new ApiCommand("history", "{\"channel\":\"room\",\"limit\":10,\"reverse\":true}"),
            new ApiCommand("presence", "{\"channel\":\"room\"}"),
            new ApiCommand("presence_stats", "{\"channel\":\"room\"}"),
            new ApiCommand("channels", "{}"),
            new ApiCommand("info", "{}"),
            new ApiCommand("disconnect", "{\"user\":\"nobody\"}"),
            new ApiCommand("history_remove", "{\"channel\":\"room\"}"));

    /** What is tried with the rights of each. */
    private static final List<String> ATTEMPTS = List.of(
            "FLUSHALL",
            "CONFIG GET maxmemory",
            "KEYS *",
            "SET other 1",
            "PUBLISH other 1",
            "SET sluice.meta.room 1",
            "PUBLISH sluice.control 1",
            "PUBLISH sluice.client.room 1");

    @Test
    void aClusterNeedsEveryRightOfItsTwoUsersAndNoOther() throws Exception {
        RedisUser gateway = RedisUser.documented("sluice-gateway");
        RedisUser router = RedisUser.documented("sluice-router");
        try (Clients clients = new Clients();
                Cluster cluster = Cluster.start(plan(clients, gateway, router));
                RedisSession redis = RedisSession.open(clients.vertx(), cluster.redis())) {
            redis.add(gateway);
            redis.add(router);
            redis.send("ACL", "SETUSER", "default", "off");
            redis.forgetCommandsUsed();
            cluster.addGateways(2);
            cluster.addRouter();

            useEverything(cluster, clients);
            // Others tell of its clients, which takes from its page of the ledger.
            cluster.gateway(0).kill();

            Set<String> granted = new TreeSet<>(gateway.commands());
            granted.addAll(router.commands());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(redis.commandsUsed()).containsExactlyElementsOf(granted));
            cluster.gateway(1).stop();
            assertThat(redis.refusals()).isZero();
        }
    }

    @Test
    void whoHasTheRightsOfOneCanDoNothingElse() throws Exception {
        try (LocalRedis server = LocalRedis.start();
                Clients clients = new Clients();
                RedisSession redis = RedisSession.open(clients.vertx(), server)) {
            List<String> foreign =
                    List.of("FLUSHALL", "CONFIG GET maxmemory", "KEYS *", "SET other 1", "PUBLISH other 1");
            assertThat(refused(redis, server, clients, "sluice-gateway")).isEqualTo(foreign);
            assertThat(refused(redis, server, clients, "sluice-router")).isEqualTo(ATTEMPTS);
            assertThat(refused(redis, server, clients, "sluice-publisher"))
                    .containsAll(foreign)
                    .contains("SET sluice.meta.room 1", "PUBLISH sluice.control 1")
                    .doesNotContain("PUBLISH sluice.client.room 1");
            assertThat(redis.refusals()).isPositive();
        }
    }

    private static ClusterPlan plan(Clients clients, RedisUser gateway, RedisUser router) throws Exception {
        // None yet: the users come first.
        ClusterPlan plan = TestClusters.withHistory(0).withRouters(0);
        for (String option : List.of("presence", "join_leave", "allow_wildcard")) {
            plan = plan.withSetting("channel.without_namespace." + option, "true");
        }
        return plan.withSetting("engine.redis.user", gateway.name())
                .withSetting("engine.redis.password", gateway.password())
                .withSetting("client.proxy.disconnect.enabled", "true")
                .withSetting(
                        "client.proxy.disconnect.endpoint",
                        ProcedureBackEnd.start(clients.vertx()).url())
                .withSetting("hooks.ledger_ttl", "3s")
                .withRouterSetting("redis.user", router.name())
                .withRouterSetting("redis.password", router.password());
    }

    private static void useEverything(Cluster cluster, Clients clients) throws Exception {
        RecordingListener heard = new RecordingListener();
        ProtocolClient listening = clients.connect(cluster.gateway(1).webSocketUri(), heard);
        ProtocolClient leaving = clients.connect(cluster.gateway(1).webSocketUri(), new RecordingListener());
        ProtocolClient onTheOther = clients.connect(cluster.gateway(0).webSocketUri(), new RecordingListener());
        for (ProtocolClient client : List.of(listening, leaving, onTheOther)) {
            Clients.get(client.command(
                    "subscribe", Json.object().put("channel", "room").put("recoverable", true)));
            Clients.get(client.subscribe("news.*"));
        }
        HttpApi api = new HttpApi(clients.vertx(), cluster.router().apiUrl(), "");
        // Twice: a script goes out whole the first time, and by its hash from then on.
        for (int time = 0; time < 2; time++) {
            for (ApiCommand call : CALLS) {
                assertThat(Clients.get(api.call(call)).error())
                        .as(call.toString())
                        .isEmpty();
            }
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(heard.data("room")).contains("1", "2", "3", "7");
            assertThat(heard.publications())
                    .extracting(publication -> publication.data())
                    .contains("4", "5", "6");
        });
        Clients.get(leaving.unsubscribe("room"));
        // The only one there: so the node leaves the channel too.
        Clients.get(leaving.subscribe("alone"));
        Clients.get(leaving.unsubscribe("alone"));
        Clients.get(leaving.close());
    }

    /** Which of the attempts Redis refuses this user for lack of rights. */
    private static List<String> refused(RedisSession redis, LocalRedis server, Clients clients, String name)
            throws Exception {
        RedisUser user = RedisUser.documented(name);
        redis.add(user);
        try (RedisSession session = RedisSession.open(clients.vertx(), server, user)) {
            List<String> refused = new ArrayList<>();
            for (String attempt : ATTEMPTS) {
                if (session.refuses(attempt)) {
                    refused.add(attempt);
                }
            }
            return refused;
        }
    }
}
