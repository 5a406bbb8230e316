package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.LocalMember;
import io.sluice.common.redis.LocalRedisCluster;
import io.sluice.common.redis.RedisKeys;
import io.sluice.common.redis.ReplicationInfo;
import io.sluice.loadtest.client.ApiCommand;
import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.client.RecordingListener;
import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways and a router on a Redis Cluster of three masters, one of which has a replica, while the cluster changes. */
class RedisClusterIT {

    private static final String GATEWAY = "sluice-gateway";
    private static final String ROUTER = "sluice-router";

    private static final int CLIENTS = 40;

    /** So many that each master has some of them. */
    private static final List<String> CHANNELS =
            IntStream.range(0, 10).mapToObj(i -> "clustered-" + i).toList();

    private static final long INTERVAL_MILLIS = 10;
    private static final int BEFORE = 100;
    private static final int UNREPLICATED = BEFORE + 20;
    private static final int LAST = 200;

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The last one first; as many as the start came to. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private Clients clients;
    private LocalRedisCluster redis;
    private Cluster cluster;
    private List<RecoveringClient> subscribers;

    @BeforeEach
    void start() throws Exception {
        clients = new Clients();
        started.push(clients);
        redis = LocalRedisCluster.start(3, 1);
        started.push(redis);
        giveLeastRights(RedisUser.documented(GATEWAY), "+asking");
        giveLeastRights(RedisUser.documented(ROUTER), "+asking");
        cluster = Cluster.start(plan());
        started.push(cluster);
        URI uri = cluster.router().webSocketUri();
        subscribers = IntStream.range(0, CLIENTS)
                .mapToObj(i -> RecoveringClient.recoverable(clients, uri, CHANNELS.get(i % CHANNELS.size())))
                .toList();
        subscribers.forEach(RecoveringClient::connect);
        await().atMost(PATIENCE).until(() -> subscribers.stream().allMatch(RecoveringClient::subscribed));
        publish(1, BEFORE);
        reach(BEFORE);
    }

    /** What the example of users has for one server, and what it takes to find one's way in a cluster. */
    private void giveLeastRights(RedisUser user, String more) {
        List<Object> command = new ArrayList<>(List.of("ACL", "SETUSER", user.name()));
        command.addAll(user.rules());
        command.addAll(List.of("+cluster|slots", "+cluster|info", more));
        Stream.concat(redis.masters().stream(), redis.replicas().stream())
                .forEach(member -> member.done(command.toArray()));
    }

    private ClusterPlan plan() throws Exception {
        String members = String.join(",", redis.addresses());
        return TestClusters.withHistory(2)
                .withSetting("channel.without_namespace.presence", "true")
                .withSetting("engine.redis.cluster_address", members)
                .withSetting("engine.redis.user", GATEWAY)
                .withSetting(
                        "engine.redis.password", RedisUser.documented(GATEWAY).password())
                .withRouterSetting("redis.user", ROUTER)
                .withRouterSetting(
                        "redis.password", RedisUser.documented(ROUTER).password())
                .withRouterSetting("redis.cluster_address", members);
    }

    @AfterEach
    void end() throws Exception {
        redis.masters().stream().filter(LocalMember::running).forEach(member -> assertThat(member.done("ACL", "LOG"))
                .as("refused for lack of rights")
                .isEmpty());
        for (AutoCloseable each : started) {
            each.close();
        }
    }

    @Test
    void publishesFlowAgainAndNothingIsLostWhenAReplicaTakesOver() throws Exception {
        LocalMember doomed = redis.masters().get(0);
        awaitReplication(doomed);

        doomed.kill();
        publish(BEFORE + 1, LAST);

        reach(LAST);
        assertNothingWasLostAndNobodyCutOff();
    }

    @Test
    void publishesFlowAgainAndNothingIsLostWhenAMasterHangs() throws Exception {
        LocalMember doomed = redis.masters().get(0);
        awaitReplication(doomed);

        new ProcessBuilder("kill", "-STOP", Long.toString(doomed.pid())).start().waitFor();
        publish(BEFORE + 1, LAST);
        reach(LAST);
        assertNothingWasLostAndNobodyCutOff();

        // It carries out what it was sent, and tells all of publications that no stream has: clients may be told to
        // begin anew.
        new ProcessBuilder("kill", "-CONT", Long.toString(doomed.pid())).start().waitFor();
        publish(LAST + 1, LAST + BEFORE);
        reach(LAST + BEFORE);
        assertThat(subscribers).allSatisfy(client -> {
            assertThat(client.faults()).isEmpty();
            assertThat(client.returns())
                    .as("returns of those whose connection stayed open")
                    .hasSameSizeAs(client.unsubscribed());
        });
    }

    @Test
    void clientsThatHaveWhatTheNewMasterHasNotAreTold() throws Exception {
        LocalMember doomed = redis.masters().get(0);
        RedisKeys keys = new RedisKeys("sluice", true);
        List<RecoveringClient> ahead = subscribers.stream()
                .filter(client -> redis.masterOf(keys.ofChannel("stream", client.channel())) == doomed)
                .toList();
        assertThat(ahead).isNotEmpty();
        cutReplicaOff(doomed);
        publish(BEFORE + 1, UNREPLICATED);
        reach(UNREPLICATED);

        doomed.kill();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ahead).allSatisfy(client -> {
            assertThat(client.unsubscribed()).containsOnly(2500);
            assertThat(client.returns()).first().satisfies(first -> {
                assertThat(first.recovered()).isFalse();
                assertThat(first.before().offset()).isEqualTo(UNREPLICATED);
            });
        }));
        publish(BEFORE + 1, LAST);
        reach(LAST);
        assertThat(subscribers).allSatisfy(client -> assertThat(client.faults()).isEmpty());
    }

    /** The replica has all that its master has been told so far. */
    private void awaitReplication(LocalMember master) {
        long told = replication(master).written();
        await().atMost(PATIENCE)
                .until(() -> replication(redis.replicas().get(0)).received() >= told);
    }

    private static ReplicationInfo replication(LocalMember member) {
        return new ReplicationInfo(member.ask("INFO", "replication"));
    }

    /** The replica gets nothing any more of what the master is told, and cannot come back to it. */
    private void cutReplicaOff(LocalMember master) {
        redis.replicas().get(0).done("CONFIG", "SET", "masterauth", "of-which-the-master-knows-nothing");
        master.done("CLIENT", "KILL", "TYPE", "replica");
        await().atMost(PATIENCE)
                .until(() -> redis.replicas().get(0).ask("INFO", "replication").contains("master_link_status:down"));
    }

    @Test
    void nothingIsLostWhileSlotsMove() throws Exception {
        // Where the channels are by the gateways' prefix; the slots are moved by hand, as redis-cli --cluster reshard
        // does it.
        RedisKeys keys = new RedisKeys("sluice", true);
        LocalMember target = redis.masters().get(2);
        var rest =
                NumberedFeed.start(clients, cluster.gateway(1).apiUrl(), CHANNELS, BEFORE + 1, LAST, INTERVAL_MILLIS);
        for (String channel : CHANNELS) {
            String key = keys.ofChannel("stream", channel);
            LocalMember source = redis.masterOf(key);
            if (source != target) {
                redis.beginMove(key, source, target);
                redis.moveKeys(key, source, target, Integer.MAX_VALUE);
                redis.endMove(key, source, target);
            }
        }
        await().atMost(PATIENCE).until(rest::isComplete);

        reach(LAST);
        assertNothingWasLostAndNobodyCutOff();
    }

    @Test
    void nodesKnowOfEachOthersClients() throws Exception {
        RecordingListener heard = new RecordingListener();
        ProtocolClient onOne = clients.connect(cluster.gateway(0).webSocketUri(), heard);
        ProtocolClient onOther = clients.connect(cluster.gateway(1).webSocketUri(), new RecordingListener());
        for (ProtocolClient client : List.of(onOne, onOther)) {
            Clients.get(client.subscribe("hall"));
        }
        HttpApi api = new HttpApi(clients.vertx(), cluster.gateway(1).apiUrl(), "");

        assertThat(call(api, "presence_stats", "{\"channel\":\"hall\"}")).contains("\"num_clients\":2");
        assertThat(call(api, "info", "{}")).contains("\"gateway-1\"").contains("\"gateway-2\"");
        assertThat(call(api, "channels", "{\"pattern\":\"clustered-*\"}")).contains("clustered-0");
        call(api, "publish", "{\"channel\":\"hall\",\"data\":1}");
        await().atMost(PATIENCE).until(() -> heard.data("hall").contains("1"));
        assertThat(call(api, "history", "{\"channel\":\"clustered-3\",\"limit\":1,\"reverse\":true}"))
                .contains("\"offset\":" + BEFORE);
    }

    private static String call(HttpApi api, String method, String parameters) throws Exception {
        return Clients.get(api.call(new ApiCommand(method, parameters))).toString();
    }

    private void publish(int first, int last) {
        var published =
                NumberedFeed.start(clients, cluster.gateway(0).apiUrl(), CHANNELS, first, last, INTERVAL_MILLIS);
        await().atMost(PATIENCE).until(published::isComplete);
    }

    private void reach(int offset) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subscribers)
                .allSatisfy(client -> assertThat(client.place().offset()).isEqualTo(offset)));
    }

    private void assertNothingWasLostAndNobodyCutOff() {
        assertThat(subscribers).allSatisfy(client -> {
            assertThat(client.faults()).isEmpty();
            assertThat(client.returns()).allMatch(RecoveringClient.Return::recovered);
            assertThat(client.returns())
                    .as("returns of those whose connection stayed open")
                    .hasSameSizeAs(client.unsubscribed());
        });
    }
}
