package io.sluice.loadtest;

import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.scenario.ConnectScenario;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
        Usage.requireOneOrMore(spec, "--connections", connections);
        Usage.require(spec, rate > 0, "--rate: expected more than 0 but was " + rate);
        Usage.require(spec, warmUp >= 0, "--warmup: expected 0 or more but was " + warmUp);
        return SingleServerRun.run(spec, server, report, surroundings, (target, loops, progress) -> new ConnectScenario(
                        connections, rate, warmUp, target, loops, TimeSource.system(), progress)
                .run());
    }
}
