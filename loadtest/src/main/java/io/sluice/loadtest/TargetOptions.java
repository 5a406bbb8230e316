package io.sluice.loadtest;

import io.sluice.loadtest.baseline.BaselineTarget;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.load.WatchedProcess.Role;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.CentrifugoTarget;
import io.sluice.loadtest.scenario.ClusterTarget;
import io.sluice.loadtest.scenario.Contender;
import io.sluice.loadtest.scenario.LoadScenario;
import io.sluice.loadtest.scenario.ScenarioResult;
import io.sluice.loadtest.scenario.UrlTarget;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a load is made against, and what that is compared with; shared by the commands that publish. */
final class TargetOptions {
    private static final Pattern CENTRIFUGO = Pattern.compile("(centrifugo|centrifuge)=(.+)");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

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
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether the gateways use a Redis, which is started, too (default); --no-redis keeps all in "
                    + "the memory of one gateway.")
    private boolean redis;

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

    @Option(
            names = "--compare",
            paramLabel = "WHAT",
            description =
                    "Measure another server in turn: baseline (a bare Netty server), or centrifugo=PROGRAM on the "
                            + "same Redis. May be repeated.")
    private List<String> compare = new ArrayList<>();

    /** Adds a setting of our gateways unless the user gave another value. */
    void defaultSetting(String name, String value) {
        settings.putIfAbsent(name, value);
    }

    /** Refuses what cannot be run together. */
    void check() {
        require(nodes >= 1, "--nodes: expected 1 or more but was " + nodes);
        require(redis || (nodes == 1 && !router), "--no-redis: several gateways or a router need Redis");
        require(
                publish.equals("api") || publish.equals("redis"),
                "--publish: expected api or redis but was " + publish);
        require(publish.equals("api") || (redis && url.isEmpty()), "--publish redis: needs a cluster with Redis");
        for (String other : compare) {
            boolean centrifugo = CENTRIFUGO.matcher(other).matches();
            require(
                    other.equals("baseline") || centrifugo,
                    "--compare: expected baseline, centrifugo=PROGRAM or centrifuge=PROGRAM but was " + other);
            require(!centrifugo || (redis && url.isEmpty()), "--compare " + other + ": needs a cluster with Redis");
        }
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    /** Starts what is needed, runs the scenario, and ends what was started. */
    ScenarioResult run(LoadScenario scenario, LoadOptions load, StatusLine status)
            throws IOException, InterruptedException {
        Deque<LoadTarget> started = new ArrayDeque<>();
        try {
            status.show("starting the servers …");
            List<Contender> contenders = new ArrayList<>();
            LoadTarget first = subject(started);
            contenders.add(new Contender(first, scenario.shape()));
            for (String other : compare) {
                contenders.add(rival(other, first, scenario, started));
            }
            return load.run(scenario, contenders, status);
        } finally {
            started.forEach(LoadTarget::close);
        }
    }

    private LoadTarget subject(Deque<LoadTarget> started) throws IOException, InterruptedException {
        LoadTarget target = url.isPresent()
                ? new UrlTarget(url.get(), apiKey, watched(), TimeSource.system())
                : ClusterTarget.start(
                        plan(), ClusterTarget.Way.valueOf(publish.toUpperCase(Locale.ROOT)), TimeSource.system());
        started.push(target);
        return target;
    }

    private Contender rival(String name, LoadTarget first, LoadScenario scenario, Deque<LoadTarget> started)
            throws IOException, InterruptedException {
        Matcher centrifugo = CENTRIFUGO.matcher(name);
        if (centrifugo.matches()) {
            ClusterTarget cluster = (ClusterTarget) first;
            CentrifugoTarget target = CentrifugoTarget.start(
                    centrifugo.group(1),
                    Path.of(centrifugo.group(2)),
                    cluster.cluster().redis().uri(),
                    new WatchedProcess(
                            "redis", Role.REDIS, cluster.cluster().redis().pid()),
                    TimeSource.system());
            started.push(target);
            return new Contender(target, scenario.shape());
        }
        BaselineTarget target = BaselineTarget.start(jvmOptions);
        started.push(target);
        return new Contender(
                target, BaselineTarget.broadcastOf(scenario.shape(), scenario.baselineDeliveriesPerSecond()));
    }

    private ClusterPlan plan() {
        ClusterPlan plan = redis ? ClusterPlan.gateways(nodes) : ClusterPlan.singleGateway();
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
