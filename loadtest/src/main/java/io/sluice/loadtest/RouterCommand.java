package io.sluice.loadtest;

import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.load.WatchedProcess.Role;
import io.sluice.loadtest.measure.OpenFilesLimit;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.ClusterTarget;
import io.sluice.loadtest.scenario.HaproxyServer;
import io.sluice.loadtest.scenario.HopTarget;
import io.sluice.loadtest.scenario.RouterScenario;
import io.sluice.loadtest.scenario.RouterScenario.Extent;
import io.sluice.loadtest.scenario.RouterScenario.Load;
import io.sluice.loadtest.scenario.RouterScenario.Ways;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what our router costs, against HAProxy and against no hop at all. */
@Command(
        name = "router",
        sortOptions = false,
        description = {
            "Sends the same load straight to a gateway, through our router and through HAProxy, in turn; and measures what a "
                    + "hop costs: CPU per relayed message, added latency, memory of idle pairs.",
            ""
        })
final class RouterCommand implements Callable<Integer> {
    /** Files that a process has open beside its connections. */
    private static final int OTHER_FILES = 200;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "500",
            description = "Clients of each load (default: ${DEFAULT-VALUE}), each with one subscription.")
    private int clients;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "10",
            description = "Channels that they are spread over (default: ${DEFAULT-VALUE}).")
    private int channels;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "200",
            description = "Publications a second over all channels, small load (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "120",
            description = "Of a publication's data, small load (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--large-rate",
            paramLabel = "N",
            defaultValue = "60",
            description = "Publications a second, large load (default: ${DEFAULT-VALUE}); 0 leaves that load out.")
    private double largeRate;

    @Option(
            names = "--large-size",
            paramLabel = "BYTES",
            defaultValue = "16000",
            description = "Of a publication's data, large load (default: ${DEFAULT-VALUE}).")
    private int largeSize;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "4000",
            description = "Idle pairs whose memory is measured (default: ${DEFAULT-VALUE}); 0 leaves that out.")
    private int pairs;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Length of the measured window of each run (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "3",
            description = "Seconds of load before each window (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Runs of each load and way, of which medians are reported (default: ${DEFAULT-VALUE}); one more "
                            + "of each comes first and does not count.")
    private int runs;

    @Option(
            names = "--haproxy",
            paramLabel = "PROGRAM",
            defaultValue = "haproxy",
            description =
                    "Its program, on the PATH or in /usr/sbin (default: ${DEFAULT-VALUE}). When there is none, only "
                            + "our router is measured.")
    private String haproxy = "haproxy";

    @Option(
            names = "--jvm-option",
            paramLabel = "O",
            description = "An option of the gateway's and the router's JVM. May be repeated.")
    private List<String> jvmOptions = List.of();

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    RouterCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Usage.requireOneOrMore(spec, "--clients", clients);
        Usage.requireOneOrMore(spec, "--seconds", seconds);
        report.check();
        Extent extent = Usage.checked(
                spec, () -> new Extent(pairs, runs, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds)));
        List<Load> loads = Usage.checked(spec, this::loads);
        OpenFilesLimit.check(2 * Math.max(clients, pairs) + OTHER_FILES);
        StatusLine status = report.statusLine(surroundings);
        status.show("starting the servers …");
        try (ClusterTarget cluster = ClusterTarget.start(plan(), ClusterTarget.Way.API, TimeSource.system());
                ClientLoops loops = ClientLoops.start(1, TimeSource.system())) {
            ScenarioResult result = measure(cluster, loads, extent, loops, status);
            status.clear();
            return report.report(result);
        }
    }

    private List<Load> loads() {
        Load small = new Load("small messages", clients, channels, rate, size);
        Load large = new Load("large messages", clients, channels, largeRate, largeSize);
        return largeRate == 0 ? List.of(small) : List.of(small, large);
    }

    private ClusterPlan plan() {
        ClusterPlan plan = ClusterPlan.gateways(1)
                .withRouter()
                // On a busy machine a handshake may wait for seconds; that is not what is tested.
                .withSetting("client.stale_close_delay", "60s")
                .withRouterSetting("handshake_timeout", "60s");
        for (String option : jvmOptions) {
            plan = plan.withJvmOption(option);
        }
        return plan;
    }

    private ScenarioResult measure(
            ClusterTarget target, List<Load> loads, Extent extent, ClientLoops loops, StatusLine status)
            throws IOException, InterruptedException {
        Cluster cluster = target.cluster();
        URI gateway = cluster.gateway(0).webSocketUri();
        HopTarget straight = new HopTarget("no hop", gateway, Optional.empty(), target);
        HopTarget router = new HopTarget(
                "router",
                cluster.router().webSocketUri(),
                Optional.of(new WatchedProcess(
                        "router", Role.ROUTER, cluster.router().pid())),
                target);
        Optional<Path> program = programOnPath();
        if (program.isEmpty()) {
            return scenario(loads, extent, new Ways(straight, router, Optional.empty()), loops, status)
                    .run();
        }
        // As many threads as our router has loops.
        int threads = Runtime.getRuntime().availableProcessors();
        int most = Math.max(clients, pairs) + OTHER_FILES;
        try (HaproxyServer server = HaproxyServer.start(program.get(), List.of(gateway), threads, most)) {
            HopTarget rival = new HopTarget(
                    "haproxy",
                    server.webSocketUri(),
                    Optional.of(new WatchedProcess("haproxy", Role.ROUTER, server.pid())),
                    target);
            return scenario(loads, extent, new Ways(straight, router, Optional.of(rival)), loops, status)
                    .run();
        }
    }

    private static RouterScenario scenario(
            List<Load> loads, Extent extent, Ways ways, ClientLoops loops, StatusLine status) {
        return new RouterScenario(loads, extent, ways, loops, TimeSource.system(), status::show);
    }

    private Optional<Path> programOnPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Stream<Path> beside = haproxy.contains(File.separator)
                ? Stream.of(Path.of(haproxy))
                // Where Debian puts it, which is not on everybody's PATH.
                : Stream.concat(Pattern.compile(File.pathSeparator).splitAsStream(path), Stream.of("/usr/sbin"))
                        .map(directory -> Path.of(directory, haproxy));
        return beside.filter(Files::isExecutable).findFirst();
    }
}
