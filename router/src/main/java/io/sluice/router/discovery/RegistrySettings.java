package io.sluice.router.discovery;

import io.sluice.common.config.Setting;
import io.sluice.common.redis.RedisSettings;
import java.time.Duration;
import java.util.List;

/**
 * Where the gateways are registered.
 *
 * @param address empty if there is no registry, but a list of backends; may be empty when there are sentinels or a cluster
 * @param connectTimeout at least 1 ms
 * @param commandTimeout at least 1 ms
 */
public record RegistrySettings(
        @Setting(
                        doc =
                                "Redis in which the gateways register themselves: redis://[[user]:password@]host[:port][/database], "
                                        + "or rediss://… for TLS. Leave it empty when backends are listed.")
                String address,
        @Setting(value = "sluice", doc = "What all keys in Redis begin with; the same as in the gateways.")
                String prefix,
        @Setting(value = "1s", doc = "Time to open a connection to Redis.") Duration connectTimeout,
        @Setting(
                        value = "1500ms",
                        doc =
                                "Time for an answer of Redis. After it the registry counts as not answering, and the router goes "
                                        + "on with the backends that it knows.")
                Duration commandTimeout,
        @Setting(doc = "ACL user in Redis; empty means the one in the address.") String user,
        @Setting(doc = "Password in Redis; empty means the one in the address.", secret = true) String password,
        @Setting(
                        doc =
                                "Redis Sentinels, each as host[:port] or as redis://[[user]:password@]host[:port], with rediss:// for "
                                        + "TLS. When given they are asked where the master is, and of redis.address only TLS, login "
                                        + "and database count; it may be left out.")
                List<String> sentinelAddress,
        @Setting(doc = "Name under which the sentinels know the master; goes with redis.sentinel_address.")
                String sentinelMasterName,
        @Setting(doc = "ACL user of the sentinels; empty means the one in their addresses.") String sentinelUser,
        @Setting(doc = "Password for the sentinels; empty means the one in their addresses.", secret = true)
                String sentinelPassword,
        @Setting(
                        doc =
                                "Members of a Redis Cluster, each as host[:port]; any that answers tells of all others. When given, "
                                        + "of redis.address only TLS and login count; it may be left out.")
                List<String> clusterAddress) {

    public RegistrySettings {
        if (connectTimeout.toMillis() < 1 || commandTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("connect_timeout and command_timeout must be at least 1ms, but were "
                    + connectTimeout.toMillis() + "ms and " + commandTimeout.toMillis() + "ms");
        }
        sentinelAddress = List.copyOf(sentinelAddress);
        clusterAddress = List.copyOf(clusterAddress);
        if (!address.isEmpty() || !sentinelAddress.isEmpty() || !clusterAddress.isEmpty()) {
            new RedisSettings(
                    address,
                    prefix,
                    connectTimeout,
                    commandTimeout,
                    user,
                    password,
                    1,
                    sentinelAddress,
                    sentinelMasterName,
                    sentinelUser,
                    sentinelPassword,
                    clusterAddress);
        } else if (!sentinelMasterName.isEmpty()) {
            throw new IllegalArgumentException("sentinel_master_name: expected sentinel_address to be given with it");
        }
    }

    public boolean isPresent() {
        return !address.isEmpty() || !sentinelAddress.isEmpty() || !clusterAddress.isEmpty();
    }

    /** For the connection; only if the registry {@linkplain #isPresent is present}. */
    public RedisSettings toRedis() {
        return new RedisSettings(
                address,
                prefix,
                connectTimeout,
                commandTimeout,
                user,
                password,
                1,
                sentinelAddress,
                sentinelMasterName,
                sentinelUser,
                sentinelPassword,
                clusterAddress);
    }

    @Override
    public String toString() {
        return isPresent() ? toRedis().toString() : "no registry";
    }
}
