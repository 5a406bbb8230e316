package io.sluice.gateway;

import io.sluice.common.config.ConfigException;
import io.sluice.common.config.ConfigLoader;
import io.sluice.common.lifecycle.ServiceStack;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command line says which node it means, and how to reach it. */
final class NodeOptions {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[^\\]]+]|[^:\\[\\]\\s]+):(\\d{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    @Option(
            names = "--node",
            required = true,
            paramLabel = "NODE",
            description = "HOST:PORT of its management port; with --redis its name or id")
    private String node = "";

    @Option(
            names = "--redis",
            paramLabel = "URI",
            description = "the Redis that the nodes share, to reach one by its name or id; settings of it that the "
                    + "environment has (SLUICE_ENGINE_REDIS_…) are heeded")
    private @Nullable String redis;

    /** The node as it was called. */
    String node() {
        return node;
    }

    /**
     * The way to the node; what it needs is added to {@code stack}.
     *
     * @throws ConfigException if the options are wrong
     */
    NodeOrders orders(Vertx vertx, ServiceStack stack, Map<String, String> environment) {
        if (redis != null) {
            GatewaySettings settings = ConfigLoader.of(GatewaySettings.class)
                    .environment(environment)
                    .override("engine.type", "redis")
                    .override("engine.redis.address", redis)
                    .load();
            return NodeOrders.ByControl.of(vertx, stack, settings.engine().redis(), node);
        }
        Matcher address = ADDRESS.matcher(node);
        if (!address.matches() || Integer.parseInt(address.group(2)) > HIGHEST_PORT) {
            throw new ConfigException("--node expects HOST:PORT of a management port but was '" + node
                    + "'; to give a name or an id add --redis URI");
        }
        String host = address.group(1).replaceAll("[\\[\\]]", "");
        return NodeOrders.ByManagement.of(vertx, host, Integer.parseInt(address.group(2)));
    }
}
