package io.sluice.loadtest;

import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.SpreadChannels;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.scenario.ChurnScenario;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a server whose clients come and go. */
@Command(
        name = "churn",
        sortOptions = false,
        description = {
            "Lets clients come and go at an even rate while others stay and all receive. Nothing may be lost for those who "
                    + "stay, nor between the first and the last message of those who go.",
            ""
        })
final class ChurnCommand implements Callable<Integer> {
    private static final double MILLIS_PER_SECOND = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Clients that stay (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--churn",
            paramLabel = "N",
            defaultValue = "100",
            description = "Clients that come a second (default: ${DEFAULT-VALUE}).")
    private double churn;

    @Option(
            names = "--stay",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How long each of them stays (default: ${DEFAULT-VALUE}).")
    private double staySeconds;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "10",
            description = "Channels (default: ${DEFAULT-VALUE}), of which each client subscribes one.")
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

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "Length of the measured window (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "5",
            description = "Seconds of load before the window (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    ChurnCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        LoadShape shape = shape();
        return SingleServerRun.run(spec, server, report, surroundings, (target, loops, progress) -> new ChurnScenario(
                        shape, churn, stay(), target, loops, TimeSource.system(), progress)
                .run());
    }

    private Duration stay() {
        return Duration.ofMillis(Math.round(staySeconds * MILLIS_PER_SECOND));
    }

    private LoadShape shape() {
        Usage.require(
                spec,
                churn > 0 && !stay().isZero() && !stay().isNegative(),
                "--churn and --stay: expected both above 0 but was " + churn + " and " + staySeconds);
        return Usage.checked(
                spec,
                () -> new LoadShape(
                        connections,
                        new SpreadChannels(channels),
                        rate,
                        new LoadPayload(size),
                        Duration.ofSeconds(warmUp),
                        Duration.ofSeconds(seconds)));
    }
}
