package io.sluice.loadtest;

import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.ClusterTarget;
import io.sluice.loadtest.scenario.DeltaScenario;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what deltas save and cost. */
@Command(
        name = "delta",
        sortOptions = false,
        description = {
            "Publishes similar JSON documents of 1 KB to clients with and without deltas, in JSON and in protobuf, in turn, on "
                    + "one gateway of our own, and compares the bytes sent and the gateway's CPU. Every client puts every "
                    + "document together and compares it with what was published.",
            ""
        })
final class DeltaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "100",
            description = "Clients, all of one channel (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "50",
            description = "Publications a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Length of the measured window of each form (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "5",
            description = "Seconds of load before each window (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "1",
            description = "Runs of each form; medians are reported (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--redis",
            negatable = true,
            description = "Whether the gateway uses a Redis, which is started, too (default: no).")
    private boolean redis;

    @Option(
            names = "--jvm-option",
            paramLabel = "O",
            description = "An option of the gateway's JVM, e.g. -Xmx512m. May be repeated.")
    private List<String> jvmOptions = new ArrayList<>();

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    DeltaCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Usage.requireOneOrMore(spec, "--connections", connections);
        Usage.requireOneOrMore(spec, "--seconds", seconds);
        Usage.requireOneOrMore(spec, "--warmup", warmUp);
        Usage.requireOneOrMore(spec, "--runs", runs);
        Usage.require(spec, rate >= 1, "--rate: expected 1 or more but was " + rate);
        report.check();
        StatusLine status = report.statusLine(surroundings);
        status.show("starting the servers …");
        try (ClusterTarget target = DeltaScenario.start(redis, jvmOptions, TimeSource.system())) {
            ScenarioResult result = new DeltaScenario(
                            connections,
                            rate,
                            Duration.ofSeconds(warmUp),
                            Duration.ofSeconds(seconds),
                            target,
                            TimeSource.system(),
                            status::show)
                    .run(runs);
            status.clear();
            return report.report(result);
        }
    }
}
