package io.sluice.loadtest;

import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.IdleScenario;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what connections cost that do nothing. */
@Command(
        name = "idle",
        sortOptions = false,
        description = "Measures what idle connections with one subscription each cost a gateway in memory.")
final class IdleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many (default: ${DEFAULT-VALUE}); each takes an open file here and there.")
    private int connections;

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    IdleCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (connections < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--connections: expected 1 or more but was " + connections);
        }
        report.check();
        StatusLine status = report.statusLine(surroundings);
        IdleScenario scenario = new IdleScenario(
                connections,
                TimeSource.system(),
                open -> status.show(open + " of " + connections + " connections open"));
        ScenarioResult result = scenario.run();
        status.clear();
        return report.report(result);
    }
}
