package io.sluice.loadtest;

import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.report.JsonReport;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.report.TextReport;
import io.sluice.loadtest.scenario.IdleScenario;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs load tests against a cluster that it starts. */
@Command(
        name = "loadtest",
        synopsisSubcommandLabel = "SCENARIO",
        description = {
            "Starts a cluster on this machine, loads it and measures.",
            "Exit status: 0 all limits were kept, 1 one was not or the test failed, 2 wrong usage."
        })
final class LoadtestCommand implements Runnable {
    private static final int LIMIT_EXCEEDED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;

    LoadtestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a scenario: idle");
    }

    @Command(
            name = "idle",
            description = "Measures what idle connections with one subscription each cost a gateway in memory.")
    int idle(
            @Option(
                            names = "--connections",
                            paramLabel = "N",
                            defaultValue = "10000",
                            description =
                                    "How many (default: ${DEFAULT-VALUE}); each takes an open file here and there.")
                    int connections,
            @Option(names = "--json", paramLabel = "F", description = "Write the result to this file, too.") @Nullable
                    Path json)
            throws IOException, InterruptedException {
        if (connections < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--connections: expected 1 or more but was " + connections);
        }
        StatusLine status = new StatusLine(spec.commandLine().getErr(), surroundings.terminal());
        IdleScenario scenario = new IdleScenario(
                connections,
                TimeSource.system(),
                open -> status.show(open + " of " + connections + " connections open"));
        ScenarioResult result = scenario.run();
        status.clear();
        return report(result, json);
    }

    private int report(ScenarioResult result, @Nullable Path json) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        TextReport.lines(result).forEach(out::println);
        out.flush();
        if (json != null) {
            JsonReport.write(result, json);
        }
        return result.passes() ? 0 : LIMIT_EXCEEDED;
    }
}
