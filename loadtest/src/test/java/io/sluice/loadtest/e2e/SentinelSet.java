package io.sluice.loadtest.e2e;

import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.LocalRedis;
import io.sluice.common.redis.LocalSentinel;
import io.sluice.loadtest.cluster.ClusterPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A master, a replica of it, and three sentinels that watch over both. */
final class SentinelSet implements AutoCloseable {

    private static final String NAME = "quotes";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LocalRedis master;
    private final LocalRedis replica;
    private final RedisSession atMaster;
    private final RedisSession atReplica;
    private final List<LocalSentinel> sentinels;

    private SentinelSet(
            LocalRedis master,
            LocalRedis replica,
            RedisSession atMaster,
            RedisSession atReplica,
            List<LocalSentinel> sentinels) {
        this.master = master;
        this.replica = replica;
        this.atMaster = atMaster;
        this.atReplica = atReplica;
        this.sentinels = sentinels;
    }

    /** Starts all of them, and waits until they know each other and the replica has what the master has. */
    static SentinelSet start(Clients clients, Path directory) throws Exception {
        LocalRedis master = LocalRedis.start();
        LocalRedis replica = LocalRedis.start();
        RedisSession atReplica = RedisSession.open(clients.vertx(), replica);
        String port = Integer.toString(master.port());
        // On a busy machine a connection may be lost and made again meanwhile.
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            atReplica.send("REPLICAOF", "127.0.0.1", port);
            return replication(atReplica).contains("master_link_status:up");
        });
        return new SentinelSet(
                master,
                replica,
                RedisSession.open(clients.vertx(), master),
                atReplica,
                LocalSentinel.start(directory, 3, NAME, master));
    }

    /** The plan with gateways and routers that ask the sentinels. */
    ClusterPlan used(ClusterPlan plan) {
        String addresses = sentinels.stream().map(LocalSentinel::address).collect(Collectors.joining(","));
        return plan.withSetting("engine.redis.sentinel_address", addresses)
                .withSetting("engine.redis.sentinel_master_name", NAME)
                .withRouterSetting("redis.sentinel_address", addresses)
                .withRouterSetting("redis.sentinel_master_name", NAME);
    }

    /** As a crash would. */
    void killMaster() {
        master.killForcibly();
    }

    /** It keeps its sockets and answers nothing. */
    void haltMaster() throws Exception {
        signal("STOP");
    }

    /** It goes on, and does not know that it is no master any more. */
    void continueMaster() throws Exception {
        signal("CONT");
    }

    /** The replica gets nothing any more of what the master is told, and cannot come back to it. */
    void cutReplicaOff() throws Exception {
        // Not by a password of the master: a sentinel that connects anew, because a busy machine was late, would not
        // have it.
        atReplica.send("CONFIG", "SET", "masterauth", "of-which-the-master-knows-nothing");
        atMaster.send("CLIENT", "KILL", "TYPE", "replica");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> replication(atReplica)
                .contains("master_link_status:down"));
    }

    /** Has the sentinels make the replica the master while both are alive. */
    void askForFailover() throws Exception {
        // A sentinel that was late itself on a busy machine does not trust what it knows of the replica for a while.
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            sentinels.get(0).failover(NAME);
            return true;
        });
        awaitFormerMasterIsReplica();
    }

    /** The sentinels have made a replica of the server that was the master at first. */
    void awaitFormerMasterIsReplica() {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> replication(atMaster)
                .contains("role:slave"));
    }

    private static String replication(RedisSession server) throws Exception {
        return server.send("INFO", "replication").toString();
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(master.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() throws Exception {
        sentinels.forEach(LocalSentinel::close);
        atMaster.close();
        atReplica.close();
        master.close();
        replica.close();
    }
}
