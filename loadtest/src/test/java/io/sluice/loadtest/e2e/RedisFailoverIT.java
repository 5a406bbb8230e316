package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.LocalRedis;
import io.sluice.common.redis.ReplicationInfo;
import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica of Redis takes the place of the primary, behind an address that follows it. */
class RedisFailoverIT {

    private static final int CLIENTS = 40;
    private static final List<String> CHANNELS =
            IntStream.range(0, 5).mapToObj(i -> "replicated-" + i).toList();

    private static final long INTERVAL_MILLIS = 10;
    private static final int BEFORE = 100;
    private static final int LAST = 2 * BEFORE;

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    void nothingThatWasReplicatedIsLostWhenThePrimaryIsKilledAndTheReplicaPromoted() throws Exception {
        acrossAChangeOfPrimary((primary, replica, feed) -> {
            primary.killForcibly();
            replica.send("REPLICAOF", "NO", "ONE");
            return feed.get();
        });
    }

    @Test
    void nothingIsLostWhenThePrimaryHandsOverToTheReplicaWhileItIsPublishedInto() throws Exception {
        acrossAChangeOfPrimary((primary, replica, feed) -> {
            Future<Void> published = feed.get();
            try (Clients clients = new Clients();
                    RedisSession former = RedisSession.open(clients.vertx(), primary)) {
                former.send("FAILOVER");
                await().atMost(PATIENCE).until(() -> replication(replica).text().contains("role:master"));
            }
            return published;
        });
    }

    /** What makes the replica the primary. */
    private interface Change {
        /** Publishes the rest at the right moment; completes when that is out. */
        Future<Void> make(LocalRedis primary, RedisSession replica, Supplier<Future<Void>> feed) throws Exception;
    }

    private void acrossAChangeOfPrimary(Change change) throws Exception {
        try (LocalRedis primary = LocalRedis.start();
                LocalRedis replica = LocalRedis.start();
                Clients clients = new Clients();
                RedisSession administrator = RedisSession.open(clients.vertx(), replica)) {
            administrator.send("REPLICAOF", "127.0.0.1", Integer.toString(primary.port()));
            await().atMost(PATIENCE)
                    .until(() -> replication(administrator).text().contains("master_link_status:up"));
            try (FollowingAddress address = FollowingAddress.start(directory, primary, replica);
                    Cluster one = Cluster.start(gateway(address));
                    Cluster other = Cluster.start(gateway(address))) {
                List<RecoveringClient> subscribers = connect(clients, one, other);
                complete(publish(clients, one, 1, BEFORE));
                reach(subscribers, BEFORE);
                awaitReplication(clients, primary, administrator);

                complete(change.make(primary, administrator, () -> publish(clients, one, BEFORE + 1, LAST)));

                reach(subscribers, LAST);
                assertThat(subscribers)
                        .allSatisfy(client -> assertThat(client.faults()).isEmpty())
                        .allSatisfy(
                                client -> assertThat(client.returns()).allMatch(RecoveringClient.Return::recovered));
            }
        }
    }

    /** The replica has all that the primary has been told so far. */
    private static void awaitReplication(Clients clients, LocalRedis primary, RedisSession replica) throws Exception {
        try (RedisSession session = RedisSession.open(clients.vertx(), primary)) {
            long told = replication(session).written();
            await().atMost(PATIENCE).until(() -> replication(replica).received() >= told);
        }
    }

    private static ReplicationInfo replication(RedisSession server) throws Exception {
        return new ReplicationInfo(server.send("INFO", "replication").toString());
    }

    /** One gateway for itself, as far as the cluster knows: the Redis that it shares with another one is not the cluster's. */
    private static ClusterPlan gateway(FollowingAddress address) {
        ClusterPlan plan = ClusterPlan.singleGateway();
        for (var setting : TestClusters.withHistory(1).gatewaySettings().entrySet()) {
            plan = plan.withSetting(setting.getKey(), setting.getValue());
        }
        return plan.withSetting("engine.type", "redis").withSetting("engine.redis.address", address.uri());
    }

    private static List<RecoveringClient> connect(Clients clients, Cluster one, Cluster other) {
        List<RecoveringClient> subscribers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Cluster place = i % 2 == 0 ? one : other;
            RecoveringClient client = RecoveringClient.recoverable(
                    clients, place.gateway(0).webSocketUri(), CHANNELS.get(i / 2 % CHANNELS.size()));
            client.connect();
            subscribers.add(client);
        }
        await().atMost(PATIENCE).until(() -> subscribers.stream().allMatch(RecoveringClient::subscribed));
        return subscribers;
    }

    private static Future<Void> publish(Clients clients, Cluster cluster, int first, int last) {
        return NumberedFeed.start(clients, cluster.gateway(0).apiUrl(), CHANNELS, first, last, INTERVAL_MILLIS);
    }

    private static void complete(Future<Void> published) {
        await().atMost(PATIENCE).until(published::isComplete);
    }

    private static void reach(List<RecoveringClient> subscribers, int offset) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subscribers)
                .allSatisfy(client -> assertThat(client.place().offset()).isEqualTo(offset)));
    }
}
