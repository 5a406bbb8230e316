package io.sluice.loadtest;

import io.sluice.loadtest.cluster.LauncherStart;
import io.sluice.loadtest.cluster.LauncherStart.Starter;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.ScenarioResult;
import io.sluice.loadtest.scenario.StartupScenario;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how long a program takes to be ready. */
@Command(
        name = "startup",
        sortOptions = false,
        description = {
            "Measures the time from the call of ./sluice to the line that says ready, with the archive of classes that the "
                    + "script keeps and without it, on the Java that runs this.",
            ""
        })
final class StartupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Starts of each kind (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--program",
            paramLabel = "P",
            defaultValue = "gateway",
            description = "gateway or router (default: ${DEFAULT-VALUE}).")
    private Starter program = Starter.GATEWAY;

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    StartupCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Usage.requireOneOrMore(spec, "--runs", runs);
        Usage.require(
                spec, LauncherStart.possible(), "startup: expected the script sluice in the directory of the programs");
        report.check();
        StatusLine status = report.statusLine(surroundings);
        ScenarioResult result = new StartupScenario(
                        program.name().toLowerCase(Locale.ROOT),
                        runs,
                        archive -> LauncherStart.measure(program, archive, TimeSource.system()),
                        status::show)
                .run();
        status.clear();
        return report.report(result);
    }
}
