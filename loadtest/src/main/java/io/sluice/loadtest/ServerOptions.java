package io.sluice.loadtest;

import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.load.WatchedProcess.Role;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.scenario.ClusterTarget;
import io.sluice.loadtest.scenario.UrlTarget;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What a load is made against: a server that runs already, or a cluster that is started for it. */
final class ServerOptions {
    @Option(
            names = "--url",
            paramLabel = "U",
            description =
                    "Load this server of the protocol, e.g. http://localhost:8000, instead of a cluster of our own.")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--api-key",
            paramLabel = "K",
            defaultValue = "",
            description = "With --url: the key of its HTTP API, when it asks for one.")
    private String apiKey = "";

    @Option(
            names = "--pid",
            paramLabel = "NAME=PID",
            description = "With --url: a process of it on this machine, whose CPU and memory are reported; redis and "
                    + "router are such, any other name is a server. May be repeated.")
    private Map<String, Long> pids = new LinkedHashMap<>();

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "1", description = "Gateways (default: 1).")
    private int nodes;

    @Option(
            names = "--redis",
            negatable = true,
            description =
                    "Whether the gateways use a Redis, which is started, too; --no-redis keeps all in the memory of "
                            + "one gateway.")
    private @Nullable Boolean redis;

    @Option(names = "--router", description = "Let clients connect through a router.")
    private boolean router;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting of our gateways, e.g. client.write_delay=10ms. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--jvm-option",
            paramLabel = "O",
            description = "An option of our gateways' JVMs, and of the baseline's, e.g. -Xmx512m. May be repeated.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(
            names = "--publish",
            paramLabel = "WAY",
            defaultValue = "api",
            description = "api (default), or redis: by PUBLISH into the Redis of our cluster.")
    private String publish = "api";

    private boolean usuallyRedis = true;

    /** Takes a gateway without Redis when the user says nothing of Redis, several nodes or a router. */
    void usuallyWithoutRedis() {
        usuallyRedis = false;
    }

    /** Adds a setting of our gateways unless the user gave another value. */
    void defaultSetting(String name, String value) {
        settings.putIfAbsent(name, value);
    }

    /** Whether the target will be a cluster of ours with Redis. */
    boolean ownClusterWithRedis() {
        return url.isEmpty() && withRedis();
    }

    List<String> jvmOptions() {
        return List.copyOf(jvmOptions);
    }

    private boolean withRedis() {
        return redis == null ? usuallyRedis || nodes > 1 || router : redis;
    }

    /** Refuses what cannot be run together. */
    void check(CommandSpec command) {
        Usage.require(command, nodes >= 1, "--nodes: expected 1 or more but was " + nodes);
        Usage.require(
                command, withRedis() || (nodes == 1 && !router), "--no-redis: several gateways or a router need Redis");
        Usage.require(
                command,
                publish.equals("api") || publish.equals("redis"),
                "--publish: expected api or redis but was " + publish);
        Usage.require(
                command, publish.equals("api") || ownClusterWithRedis(), "--publish redis: needs a cluster with Redis");
    }

    /** Starts the cluster if there is one to start; the caller closes the target. */
    LoadTarget start() throws IOException, InterruptedException {
        return url.isPresent()
                ? new UrlTarget(url.get(), apiKey, watched(), TimeSource.system())
                : ClusterTarget.start(
                        plan(), ClusterTarget.Way.valueOf(publish.toUpperCase(Locale.ROOT)), TimeSource.system());
    }

    private ClusterPlan plan() {
        ClusterPlan plan = withRedis() ? ClusterPlan.gateways(nodes) : ClusterPlan.singleGateway();
        if (router) {
            plan = plan.withRouter();
        }
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            plan = plan.withSetting(setting.getKey(), setting.getValue());
        }
        for (String option : jvmOptions) {
            plan = plan.withJvmOption(option);
        }
        return plan;
    }

    private List<WatchedProcess> watched() {
        return pids.entrySet().stream()
                .map(named -> new WatchedProcess(named.getKey(), role(named.getKey()), named.getValue()))
                .toList();
    }

    private static Role role(String name) {
        return switch (name) {
            case "redis" -> Role.REDIS;
            case "router" -> Role.ROUTER;
            default -> Role.SERVER;
        };
    }
}
