package io.sluice.common.redis;

import io.sluice.common.config.Setting;
import java.time.Duration;
import java.util.List;

/**
 * Where Redis is and how long to wait for it. Redis 6 or newer, or Valkey; its text never shows the password.
 *
 * @param address {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://…} for TLS, whose
 *     certificate must name the host and be trusted by this JVM; port 6379 and database 0 when left out; with sentinels its
 *     host and port mean nothing and may be left out, and so may all of it
 * @param prefix what every key and every Redis channel of this installation begins with; not blank
 * @param connectTimeout how long opening a connection may take, and then again the greeting; at least 1 ms
 * @param commandTimeout how long a command may stay unanswered; at least 1 ms
 * @param user ACL user; empty means the one in the address, or else {@code default}
 * @param password secret; empty means the one in the address, or else none
 * @param subscriberConnections over how many connections publications come in; 1 to {@value #MAX_SUBSCRIBER_CONNECTIONS}
 * @param sentinelAddress the sentinels to be asked for the master, at most {@value #MAX_SENTINELS}; empty for none, and then
 *     Redis is at {@code address}
 * @param sentinelMasterName empty if and only if there are no sentinels
 * @param sentinelUser ACL user of the sentinels; empty means the one in their addresses, or else {@code default}
 * @param sentinelPassword secret; empty means the one in their addresses, or else none
 * @param clusterAddress members of a Redis Cluster that are asked for the others, at most {@value #MAX_SENTINELS}; empty for none, and
 *     never together with sentinels, a database or braces in the prefix
 */
public record RedisSettings(
        @Setting(
                        value = "redis://127.0.0.1:6379",
                        doc = "Where Redis is: redis://[[user]:password@]host[:port][/database], or rediss:// for TLS")
                String address,
        @Setting(value = "sluice", doc = "What every key and channel of this installation in Redis begins with")
                String prefix,
        @Setting(value = "1s", doc = "Time that opening a connection to Redis may take") Duration connectTimeout,
        @Setting(
                        value = "1500ms",
                        doc = "Time that Redis may take to answer before the caller is told to try again later")
                Duration commandTimeout,
        @Setting(doc = "User of Redis; empty takes the one in the address, or else default") String user,
        @Setting(secret = true, doc = "Password for Redis; empty takes the one in the address, or else none")
                String password,
        @Setting(
                        value = "1",
                        doc =
                                "Connections over which publications come from Redis, each on an event loop of its own; more"
                                        + " than 1 when one loop cannot keep up")
                int subscriberConnections,
        @Setting(
                        doc =
                                "Redis Sentinels, each as host[:port] or as redis://[[user]:password@]host[:port], with rediss://"
                                        + " for TLS. When given they are asked where the master is, and of address only TLS,"
                                        + " login and database count")
                List<String> sentinelAddress,
        @Setting(doc = "Name under which the sentinels know the master; goes with sentinel_address")
                String sentinelMasterName,
        @Setting(doc = "User of the sentinels; empty takes the one in their addresses, or else default")
                String sentinelUser,
        @Setting(
                        secret = true,
                        doc = "Password for the sentinels; empty takes the one in their addresses, or else none")
                String sentinelPassword,
        @Setting(
                        doc =
                                "Members of a Redis Cluster, each as host[:port]; any that answers tells of all others. When given, of"
                                        + " address only TLS and login count")
                List<String> clusterAddress) {

    /** Redis feeds all of them from one thread, and a few of them take all that it can give. */
    static final int MAX_SUBSCRIBER_CONNECTIONS = 16;

    /** Three or five are the rule; all of a round that nobody answers are waited for. */
    static final int MAX_SENTINELS = 16;

    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration DEFAULT_COMMAND_TIMEOUT = Duration.ofMillis(1500);
    private static final String DEFAULT_PREFIX = "sluice";

    public RedisSettings {
        sentinelAddress = List.copyOf(sentinelAddress);
        clusterAddress = List.copyOf(clusterAddress);
        requireAddress(address, !sentinelAddress.isEmpty() || !clusterAddress.isEmpty());
        if (prefix.isBlank()) {
            throw new IllegalArgumentException("prefix: expected some text but was blank");
        }
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("commandTimeout", commandTimeout);
        if (subscriberConnections < 1 || subscriberConnections > MAX_SUBSCRIBER_CONNECTIONS) {
            throw new IllegalArgumentException("subscriberConnections: expected 1 to " + MAX_SUBSCRIBER_CONNECTIONS
                    + " but was " + subscriberConnections);
        }
        sentinelAddress.forEach(RedisSettings::sentinel);
        requireSentinels(sentinelAddress, sentinelMasterName);
        if (!clusterAddress.isEmpty()) {
            requireCluster(address, prefix, sentinelAddress, clusterAddress);
        }
    }

    public RedisSettings(String address, String prefix, Duration connectTimeout, Duration commandTimeout) {
        this(address, prefix, connectTimeout, commandTimeout, "", "");
    }

    /** With one subscriber connection. */
    public RedisSettings(
            String address,
            String prefix,
            Duration connectTimeout,
            Duration commandTimeout,
            String user,
            String password) {
        this(address, prefix, connectTimeout, commandTimeout, user, password, 1, List.of(), "", "", "", List.of());
    }

    /** The same but for the number of subscriber connections. */
    public RedisSettings withSubscriberConnections(int connections) {
        return new RedisSettings(
                address,
                prefix,
                connectTimeout,
                commandTimeout,
                user,
                password,
                connections,
                sentinelAddress,
                sentinelMasterName,
                sentinelUser,
                sentinelPassword,
                clusterAddress);
    }

    /**
     * The same but for the sentinels.
     *
     * @param masterName what they call the master
     * @param sentinelsUser empty for the one in their addresses
     * @param sentinelsPassword empty for the one in their addresses
     */
    public RedisSettings withSentinels(
            List<String> addresses, String masterName, String sentinelsUser, String sentinelsPassword) {
        return new RedisSettings(
                address,
                prefix,
                connectTimeout,
                commandTimeout,
                user,
                password,
                subscriberConnections,
                addresses,
                masterName,
                sentinelsUser,
                sentinelsPassword,
                clusterAddress);
    }

    /**
     * The same in a Redis Cluster.
     *
     * @param members each as {@code host[:port]}
     */
    public RedisSettings withCluster(List<String> members) {
        return new RedisSettings(
                address,
                prefix,
                connectTimeout,
                commandTimeout,
                user,
                password,
                subscriberConnections,
                sentinelAddress,
                sentinelMasterName,
                sentinelUser,
                sentinelPassword,
                members);
    }

    /** Whether it is a Redis Cluster. */
    public boolean clustered() {
        return !clusterAddress.isEmpty();
    }

    /** What the keys of this installation are called. */
    public RedisKeys keys() {
        return new RedisKeys(prefix, clustered());
    }

    /** Members of the cluster, with the login that is that of all members. */
    List<RedisAddress> seeds() {
        RedisAddress any = RedisAddress.of(this);
        return clusterAddress.stream().map(seed -> seed(seed).on(any)).toList();
    }

    /** The sentinels with their logins; empty for a Redis at a fixed address. */
    List<RedisAddress> sentinels() {
        return sentinelAddress.stream()
                .map(RedisSettings::sentinel)
                .map(sentinel -> sentinel.withLogin(sentinelUser, sentinelPassword))
                .toList();
    }

    /** All defaults, for the server at this address. */
    public static RedisSettings of(String address) {
        return new RedisSettings(address, DEFAULT_PREFIX, DEFAULT_CONNECT_TIMEOUT, DEFAULT_COMMAND_TIMEOUT);
    }

    private static void requireAddress(String address, boolean hasSentinels) {
        try {
            if (hasSentinels) {
                RedisAddress.parseForMaster(address);
            } else {
                RedisAddress.parse(address);
            }
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("address: " + invalid.getMessage(), invalid);
        }
    }

    private static RedisAddress sentinel(String address) {
        try {
            return RedisAddress.parseSentinel(address);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("sentinel_address: " + invalid.getMessage(), invalid);
        }
    }

    private static void requireSentinels(List<String> addresses, String masterName) {
        if (addresses.size() > MAX_SENTINELS) {
            throw new IllegalArgumentException(
                    "sentinel_address: expected at most " + MAX_SENTINELS + " but was " + addresses.size());
        }
        if (addresses.isEmpty() != masterName.isBlank()) {
            throw new IllegalArgumentException(
                    addresses.isEmpty()
                            ? "sentinel_master_name: expected sentinel_address to be given with it"
                            : "sentinel_address: expected sentinel_master_name to be given with it");
        }
    }

    private static RedisAddress seed(String address) {
        try {
            return RedisAddress.parseSeed(address);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("cluster_address: " + invalid.getMessage(), invalid);
        }
    }

    private static void requireCluster(String address, String prefix, List<String> sentinels, List<String> members) {
        if (!sentinels.isEmpty()) {
            throw new IllegalArgumentException("cluster_address: expected no sentinel_address to be given with it");
        }
        if (members.size() > MAX_SENTINELS) {
            throw new IllegalArgumentException(
                    "cluster_address: expected at most " + MAX_SENTINELS + " but was " + members.size());
        }
        members.forEach(RedisSettings::seed);
        if (RedisAddress.parseForMaster(address).database() != 0) {
            throw new IllegalArgumentException(
                    "address: expected no database in a cluster but was " + RedisAddress.masked(address));
        }
        if (prefix.indexOf('{') >= 0 || prefix.indexOf('}') >= 0) {
            throw new IllegalArgumentException("prefix: expected no { or } in a cluster but was " + prefix);
        }
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1 ms but was " + duration);
        }
    }

    @Override
    public String toString() {
        return "RedisSettings[address=" + RedisAddress.masked(address) + ", prefix=" + prefix + ", connectTimeout="
                + connectTimeout + ", commandTimeout=" + commandTimeout + ", subscriberConnections="
                + subscriberConnections + ", sentinelAddress="
                + sentinelAddress.stream().map(RedisAddress::masked).toList() + ", sentinelMasterName="
                + sentinelMasterName + ", clusterAddress=" + clusterAddress + "]";
    }
}
