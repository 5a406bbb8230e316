package io.sluice.gateway;

import io.sluice.common.config.ConfigException;
import io.sluice.common.config.ConfigLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which settings are given on the command line. */
final class SettingsOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "YAML or JSON file with settings")
    private @Nullable Path config;

    @Option(names = "--port", paramLabel = "PORT", description = "sets http_server.port; 0 takes any free one")
    private @Nullable String port;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "sets management.port; 0 takes any free one")
    private @Nullable String managementPort;

    @Option(names = "--redis", paramLabel = "URI", description = "sets engine.type=redis and engine.redis.address")
    private @Nullable String redis;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "sets any setting; may be repeated")
    private List<String> assignments = List.of();

    /** A loader of everything that was given: file, then environment, then the command line. */
    ConfigLoader<GatewaySettings> loader(Map<String, String> environment) {
        ConfigLoader<GatewaySettings> loader =
                ConfigLoader.of(GatewaySettings.class).lacking(CentrifugoCatalogue.lacking());
        if (config != null) {
            loader.file(config);
        }
        loader.environment(environment);
        override(loader, "http_server.port", port);
        override(loader, "management.port", managementPort);
        if (redis != null) {
            loader.override("engine.type", "redis").override("engine.redis.address", redis);
        }
        assignments.forEach(assignment -> assign(loader, assignment));
        return loader;
    }

    private static void override(ConfigLoader<GatewaySettings> loader, String key, @Nullable String value) {
        if (value != null) {
            loader.override(key, value);
        }
    }

    private static void assign(ConfigLoader<GatewaySettings> loader, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new ConfigException("--set expects KEY=VALUE but was '" + assignment + "'");
        }
        loader.override(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
}
