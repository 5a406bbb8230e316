package io.sluice.common.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settings with every shape and type that a program may use. */
record ExampleSettings(
        @Setting(doc = "Name of the node.") String name,
        ClientSettings client,
        @Setting(defaults = "load_factor=0.5") EngineSettings engine,
        ChannelSettings channel) {

    enum EngineType {
        MEMORY,
        REDIS,
        REDIS_CLUSTER
    }

    record ClientSettings(
            @Setting(value = "25s", doc = "Time between pings.") Duration pingInterval,
            @Setting(value = "8s", doc = "Time to wait for a pong.") Duration pongTimeout,
            @Setting(value = "65536", doc = "Most bytes that wait\nfor a client.") int queueMaxSize,
            @Setting(value = "false", doc = "Lets everybody in.") boolean insecure,
            @Setting(value = "http://localhost:3000, null", doc = "Origins | of pages.") List<String> allowedOrigins,
            @Setting(doc = "Key of tokens.", secret = true) String tokenKey) {

        ClientSettings {
            if (pongTimeout.compareTo(pingInterval) >= 0) {
                throw new IllegalArgumentException(
                        "pong_timeout must be less than ping_interval, but was " + Durations.format(pongTimeout));
            }
        }
    }

    record EngineSettings(
            @Setting(value = "memory", doc = "Where publications go.") EngineType type,
            @Setting(doc = "Address of Redis.") @Nullable String address,
            @Setting(doc = "Password of Redis.", secret = true) Optional<String> password,
            @Setting(value = "1.0", doc = "How full.") double loadFactor,
            @Setting(doc = "Most bytes of memory.") Optional<Long> memoryLimit,
            @Setting(value = "6379, 6380", doc = "Ports to try.", secret = true) List<Integer> ports) {}

    record ChannelSettings(@Setting(doc = "Options of channels with a prefix.") List<Namespace> namespaces) {}

    record Namespace(
            @Setting(doc = "Prefix of the channels.") String name,
            @Setting(value = "0s", doc = "Age of the oldest publication kept.") Duration historyTtl,
            @Setting(doc = "Tags.") List<String> tags) {

        Namespace {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("name must not be empty");
            }
        }
    }
}
