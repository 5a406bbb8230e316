package io.sluice.router.discovery;

import io.sluice.common.config.Setting;
import io.sluice.common.redis.RedisSettings;
import java.time.Duration;

/**
 * Where the gateways are registered.
 *
 * @param address empty if there is no registry, but a list of backends
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
        @Setting(doc = "Password in Redis; empty means the one in the address.", secret = true) String password) {

    public RegistrySettings {
        if (connectTimeout.toMillis() < 1 || commandTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("connect_timeout and command_timeout must be at least 1ms, but were "
                    + connectTimeout.toMillis() + "ms and " + commandTimeout.toMillis() + "ms");
        }
        if (!address.isEmpty()) {
            new RedisSettings(address, prefix, connectTimeout, commandTimeout, user, password);
        }
    }

    public boolean isPresent() {
        return !address.isEmpty();
    }

    /** For the connection; only if the registry {@linkplain #isPresent is present}. */
    public RedisSettings toRedis() {
        return new RedisSettings(address, prefix, connectTimeout, commandTimeout, user, password);
    }

    @Override
    public String toString() {
        return isPresent() ? toRedis().toString() : "no registry";
    }
}
