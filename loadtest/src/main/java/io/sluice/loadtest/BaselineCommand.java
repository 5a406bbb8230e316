package io.sluice.loadtest;

import io.sluice.loadtest.baseline.BaselineTarget;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.Contender;
import io.sluice.loadtest.scenario.FanoutScenario;
import io.sluice.loadtest.scenario.LoadScenario;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the baseline server alone. */
@Command(
        name = "baseline",
        sortOptions = false,
        description = {
            "Measures a bare Netty server that writes each message at once to every socket: what this machine can do with "
                    + "one flush for each message and client. Its messages are made by timers of its own.",
            "Compare a cluster with it by --compare baseline of fanout and ticker.",
            ""
        })
final class BaselineCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Clients (default: ${DEFAULT-VALUE}), all with the same subscription.")
    private int connections;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Messages a second to each client (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "120",
            description = "Of each message's data (default: ${DEFAULT-VALUE}).")
    private int size;

    @Mixin
    private LoadOptions load = new LoadOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    BaselineCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        load.check();
        report.check();
        LoadScenario scenario = scenario();
        StatusLine status = report.statusLine(surroundings);
        status.show("starting the server …");
        try (BaselineTarget target = BaselineTarget.start(List.of())) {
            ScenarioResult result = load.run(scenario, List.of(new Contender(target, scenario.shape())), status);
            status.clear();
            return report.report(result);
        }
    }

    private LoadScenario scenario() {
        return Usage.checked(spec, () -> new FanoutScenario(connections, 1, rate, size, load.warmUp(), load.window())
                .load("baseline"));
    }
}
