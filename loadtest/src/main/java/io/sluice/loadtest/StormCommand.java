package io.sluice.loadtest;

import io.sluice.loadtest.balance.BalanceLoad;
import io.sluice.loadtest.balance.StormScenario;
import io.sluice.loadtest.load.Backoff;
import io.sluice.loadtest.load.ReturnPolicy;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a storm of clients that come back. */
@Command(
        name = "storm",
        sortOptions = false,
        description = {
            "Kills a node under load, whose clients come back with the delays of the SDKs. All have to be back within 30 s, the "
                    + "other nodes' clients must hardly notice, and the survivors share them evenly.",
            ""
        })
final class StormCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "15000",
            description =
                    "How many on all nodes (default: ${DEFAULT-VALUE}); each takes an open file here, and two of a "
                            + "router.")
    private int clients;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "3",
            description = "Gateways, of which the last is killed (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--routers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Over which the clients are spread (default: ${DEFAULT-VALUE}).")
    private int routers;

    @Option(
            names = "--handshakes",
            paramLabel = "N",
            defaultValue = "200",
            description = "Handshakes that a node admits a second (default: ${DEFAULT-VALUE}).")
    private int handshakes;

    @Option(
            names = "--retry-after",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Whether clients wait as long as a refusal asks for (default); --no-retry-after for clients that do "
                            + "not see it, as in browsers.")
    private boolean retryAfter;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "Length of the window before the storm, and after it (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "20",
            description = "Seconds of load before the window (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Mixin
    private BalanceOptions options = new BalanceOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    StormCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Usage.requireOneOrMore(spec, "--seconds", seconds);
        Usage.requireOneOrMore(spec, "--warmup", warmUp);
        BalanceLoad load = options.load(clients);
        StormScenario.Course course = Usage.checked(
                spec,
                () -> new StormScenario.Course(
                        nodes,
                        routers,
                        handshakes,
                        Duration.ofSeconds(warmUp),
                        Duration.ofSeconds(seconds),
                        new ReturnPolicy(Backoff.OF_SDKS, retryAfter),
                        options.plan()));
        report.check();
        StatusLine status = report.statusLine(surroundings);
        ScenarioResult result = new StormScenario(load, course, TimeSource.system(), status::show).run();
        status.clear();
        return report.report(result);
    }
}
