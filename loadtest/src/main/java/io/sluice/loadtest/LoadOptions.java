package io.sluice.loadtest;

import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.ComparedRuns;
import io.sluice.loadtest.scenario.Contender;
import io.sluice.loadtest.scenario.LoadScenario;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long a load lasts, how often it is repeated, and what makes it; shared by the commands that publish. */
final class LoadOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Length of the measured window (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "5",
            description = "Seconds of load before the window (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "1",
            description = "Runs, of each server in turn; medians are reported (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--generator-threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that read what arrives (default: ${DEFAULT-VALUE}).")
    private int generatorThreads;

    /** Refuses what cannot be run. */
    void check() {
        Usage.requireOneOrMore(command, "--seconds", seconds);
        Usage.requireOneOrMore(command, "--runs", runs);
        Usage.requireOneOrMore(command, "--generator-threads", generatorThreads);
    }

    Duration warmUp() {
        return Duration.ofSeconds(warmUp);
    }

    Duration window() {
        return Duration.ofSeconds(seconds);
    }

    /** Runs the scenario on the servers, which have been started. */
    ScenarioResult run(LoadScenario scenario, List<Contender> contenders, StatusLine status)
            throws IOException, InterruptedException {
        try (ClientLoops loops = ClientLoops.start(generatorThreads, TimeSource.system())) {
            return new ComparedRuns(scenario, contenders, loops, TimeSource.system(), status::show).run(runs);
        }
    }
}
