package io.sluice.loadtest;

import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.FanoutScenario;
import io.sluice.loadtest.scenario.LoadScenario;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what it costs to deliver each publication to many clients. */
@Command(
        name = "fanout",
        sortOptions = false,
        description = "Publishes to few channels with many subscribers each, and measures latency and CPU per message.")
final class FanoutCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Clients (default: ${DEFAULT-VALUE}), each with one subscription.")
    private int connections;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "1",
            description = "Channels (default: ${DEFAULT-VALUE}); client i subscribes channel i modulo N.")
    private int channels;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Publications a second over all channels (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "120",
            description = "Of each publication's data (default: ${DEFAULT-VALUE}).")
    private int size;

    @Mixin
    private LoadOptions load = new LoadOptions();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    FanoutCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        load.check();
        target.check();
        report.check();
        LoadScenario scenario = scenario();
        StatusLine status = report.statusLine(surroundings);
        ScenarioResult result = target.run(scenario, load, status);
        status.clear();
        return report.report(result);
    }

    private LoadScenario scenario() {
        return Usage.checked(
                spec, () -> new FanoutScenario(connections, channels, rate, size, load.warmUp(), load.window())
                        .load("fanout"));
    }
}
