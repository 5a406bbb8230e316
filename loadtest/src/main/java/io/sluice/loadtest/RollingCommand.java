package io.sluice.loadtest;

import io.sluice.loadtest.balance.BalanceLoad;
import io.sluice.loadtest.balance.RollingScenario;
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

/** Measures a rolling restart. */
@Command(
        name = "rolling",
        sortOptions = false,
        description = {
            "Restarts every node under load, one at a time, as a deployment does. Nothing may be lost or doubled; connections "
                    + "are closed at the pace that is set, and no node admits more handshakes than it is set to.",
            ""
        })
final class RollingCommand implements Callable<Integer> {
    private static final double MILLIS_PER_SECOND = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "3000",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "3",
            description = "Gateways, each of which is restarted (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--delay",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "drain.delay of the gateways (default: ${DEFAULT-VALUE}).")
    private double delaySeconds;

    @Option(
            names = "--period",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "drain.period of the gateways, 2 or more (default: ${DEFAULT-VALUE}).")
    private double periodSeconds;

    @Option(
            names = "--pause",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "Before the first restart, between two, and after the last (default: ${DEFAULT-VALUE}).")
    private int pause;

    @Option(
            names = "--handshakes",
            paramLabel = "N",
            defaultValue = "200",
            description = "Handshakes that a node admits a second (default: ${DEFAULT-VALUE}).")
    private int handshakes;

    @Mixin
    private BalanceOptions options = new BalanceOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    RollingCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Usage.requireOneOrMore(spec, "--pause", pause);
        BalanceLoad load = options.load(clients);
        RollingScenario.Course course = Usage.checked(
                spec,
                () -> new RollingScenario.Course(
                        nodes,
                        seconds(delaySeconds),
                        seconds(periodSeconds),
                        Duration.ofSeconds(pause),
                        handshakes,
                        options.plan()));
        report.check();
        StatusLine status = report.statusLine(surroundings);
        ScenarioResult result = new RollingScenario(load, course, TimeSource.system(), status::show).run();
        status.clear();
        return report.report(result);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * MILLIS_PER_SECOND));
    }
}
