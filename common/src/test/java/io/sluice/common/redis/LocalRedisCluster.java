package io.sluice.common.redis;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Redis Cluster on this machine: masters that share the slots evenly, and for each a replica if that is wanted. Blocks: call it from
 * test threads only.
 */
public final class LocalRedisCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    /** So that a replica takes over soon. */
    private static final Duration IMPATIENT = Duration.ofSeconds(1);

    /** Where nobody could take over, a machine that stands still is not to look like a cluster that is down. */
    private static final Duration PATIENT = Duration.ofSeconds(15);

    private final Path directory;
    private final Duration nodeTimeout;
    private final List<LocalMember> masters;
    private final List<LocalMember> replicas;

    private LocalRedisCluster(Path directory, int masterCount, int replicaCount) {
        this.directory = directory;
        this.nodeTimeout = replicaCount > 0 ? IMPATIENT : PATIENT;
        this.masters = members(masterCount);
        this.replicas = members(replicaCount);
    }

    /**
     * Three masters that all tests of this JVM share, without replicas. Their data are not cleaned between tests, so take keys and channels
     * of your own; closing it does nothing.
     */
    public static LocalRedisCluster shared() {
        return Shared.INSTANCE;
    }

    /** A cluster of the caller's own, which it may break, and closes in the end. */
    public static LocalRedisCluster start(int masterCount, int replicaCount) {
        try {
            LocalRedisCluster cluster =
                    new LocalRedisCluster(Files.createTempDirectory("sluice-cluster-"), masterCount, replicaCount);
            cluster.form();
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The members that were masters at the start, those with the lowest slots first. */
    public List<LocalMember> masters() {
        return masters;
    }

    /** Each for the master at the same place. */
    public List<LocalMember> replicas() {
        return replicas;
    }

    /** The member that has the slot of a key now, by what the others say. */
    public LocalMember masterOf(String key) {
        int slot = HashSlot.of(key);
        return all().filter(member -> member.running() && ownSlots(member).contains(slot))
                .findFirst()
                .orElseThrow();
    }

    /** With a prefix of its own, and more patience than usual, since the machine may be busy. */
    public RedisSettings settings() {
        return new RedisSettings("redis://localhost", "test-" + UUID.randomUUID(), TIMEOUT, TIMEOUT)
                .withCluster(addresses());
    }

    /** As in {@code cluster_address}. */
    public List<String> addresses() {
        return masters.stream().map(LocalMember::address).toList();
    }

    /** Adds a member without slots. */
    public LocalMember add() {
        LocalMember added = members(1).get(0);
        masters.add(added);
        awaitAgreement();
        return added;
    }

    /** The slot of the key is about to move; its keys are still where they were. */
    public void beginMove(String key, LocalMember from, LocalMember to) {
        int slot = HashSlot.of(key);
        to.done("CLUSTER", "SETSLOT", slot, "IMPORTING", id(from));
        from.done("CLUSTER", "SETSLOT", slot, "MIGRATING", id(to));
    }

    /** Moves so many of the slot's keys, or as many as there are. */
    public void moveKeys(String key, LocalMember from, LocalMember to, int most) {
        String found = from.done("CLUSTER", "GETKEYSINSLOT", HashSlot.of(key), most);
        for (String moving : found.isEmpty() ? new String[0] : found.split("\n")) {
            from.done("MIGRATE", "127.0.0.1", to.port(), moving, 0, 5000);
        }
    }

    /** The slot has moved. */
    public void endMove(String key, LocalMember from, LocalMember to) {
        for (LocalMember member : List.of(to, from)) {
            member.done("CLUSTER", "SETSLOT", HashSlot.of(key), "NODE", id(to));
        }
    }

    @Override
    public void close() {
        all().forEach(LocalMember::close);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<LocalMember> members(int count) {
        List<LocalMember> members = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> members.add(LocalMember.start(directory, nodeTimeout)));
        members.forEach(member -> await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> member.ask("PING").equals("PONG")));
        return members;
    }

    private void form() {
        for (int i = 0; i < masters.size(); i++) {
            int first = i * HashSlot.COUNT / masters.size();
            int next = (i + 1) * HashSlot.COUNT / masters.size();
            List<Object> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            IntStream.range(first, next).forEach(command::add);
            masters.get(i).done(command.toArray());
            masters.get(i).done("CLUSTER", "SET-CONFIG-EPOCH", i + 1);
        }
        awaitAgreement();
        for (int i = 0; i < replicas.size(); i++) {
            LocalMember replica = replicas.get(i);
            String master = id(masters.get(i));
            await().atMost(PATIENCE)
                    .until(() -> replica.ask("CLUSTER", "REPLICATE", master).equals("OK"));
        }
        replicas.forEach(replica -> await().atMost(PATIENCE)
                .until(() -> replica.ask("INFO", "replication").contains("master_link_status:up")));
    }

    /** Who has met somebody forgets that if it takes longer than the time after which members are dead. */
    private void meetStrangers() {
        all().forEach(member -> {
            String known = member.ask("CLUSTER", "NODES");
            all().filter(other -> !known.contains(":" + other.port() + "@"))
                    .forEach(other -> member.ask("CLUSTER", "MEET", "127.0.0.1", other.port()));
        });
    }

    private void awaitAgreement() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            meetStrangers();
            return all().allMatch(member -> {
                String info = member.ask("CLUSTER", "INFO");
                return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + all().count());
            });
        });
    }

    private static String id(LocalMember member) {
        return member.done("CLUSTER", "MYID");
    }

    /** In its own opinion. */
    private static List<Integer> ownSlots(LocalMember member) {
        for (String line : member.done("CLUSTER", "NODES").split("\n")) {
            if (line.contains("myself,master")) {
                return Stream.of(line.split(" "))
                        .skip(8)
                        .filter(range -> !range.startsWith("["))
                        .flatMap(range -> IntStream.rangeClosed(
                                        Integer.parseInt(range.split("-")[0]),
                                        Integer.parseInt(range.split("-")[range.contains("-") ? 1 : 0]))
                                .boxed())
                        .toList();
            }
        }
        return List.of();
    }

    private Stream<LocalMember> all() {
        return Stream.concat(masters.stream(), replicas.stream());
    }

    private static final class Shared {

        private static final LocalRedisCluster INSTANCE = started();

        private static LocalRedisCluster started() {
            LocalRedisCluster cluster = start(3, 0);
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
            return cluster;
        }
    }
}
