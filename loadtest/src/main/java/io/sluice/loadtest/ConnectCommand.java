package io.sluice.loadtest;

import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.ConnectScenario;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a rush of clients. */
@Command(
        name = "connect",
        sortOptions = false,
        description = {
            "Opens connections at an even rate, each with one subscription, and measures how long that takes from when each "
                    + "was due, and what it costs the servers.",
            ""
        })
final class ConnectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many (default: ${DEFAULT-VALUE}); each takes an open file here and there.")
    private int connections;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Of them a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "2000",
            description =
                    "Connections that come and go before (default: ${DEFAULT-VALUE}), so that the servers' code is "
                            + "compiled; 0 measures servers that have just started.")
    private int warmUp;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    ConnectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Numbers.requireOneOrMore(spec, "--connections", connections);
        require(rate > 0, "--rate: expected more than 0 but was " + rate);
        require(warmUp >= 0, "--warmup: expected 0 or more but was " + warmUp);
        server.check(spec.commandLine());
        report.check();
        StatusLine status = report.statusLine(surroundings);
        status.show("starting the servers …");
        try (LoadTarget target = server.start();
                ClientLoops loops = ClientLoops.start(1, TimeSource.system())) {
            ScenarioResult result = new ConnectScenario(
                            connections, rate, warmUp, target, loops, TimeSource.system(), status::show)
                    .run();
            status.clear();
            return report.report(result);
        }
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
