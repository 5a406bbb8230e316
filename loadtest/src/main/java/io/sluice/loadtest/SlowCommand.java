package io.sluice.loadtest;

import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.SpreadChannels;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.scenario.SlowScenario;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what clients that do not read do to the others. */
@Command(
        name = "slow",
        sortOptions = false,
        description = {
            "Publishes to many clients, without and with some more that never read, in turn, and compares what the others "
                    + "notice. One whose connection is reset comes back at once.",
            ""
        })
final class SlowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What our gateways do with a client that does not take what is published; their names of it. */
    enum Policy {
        DISCONNECT,
        DROP_OLDEST,
        CONFLATE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Clients that read (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--slow",
            paramLabel = "N",
            defaultValue = "1",
            description = "Clients that do not (default: ${DEFAULT-VALUE}).")
    private int slow;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            defaultValue = "disconnect",
            description = "slow_consumer of our gateways: disconnect (default), drop_oldest or conflate.")
    private Policy policy = Policy.DISCONNECT;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "50",
            description = "Publications a second (default: ${DEFAULT-VALUE}), each to all clients.")
    private double rate;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "4000",
            description =
                    "Of each publication's data (default: ${DEFAULT-VALUE}). At the default rate that fills the 2.6 MB "
                            + "that Linux buffers on loopback and a queue of 1 MiB in some 18 s.")
    private int size;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "Length of the measured window of each run (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "10",
            description = "Seconds of load before each window (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Runs without, and as many with slow clients (default: ${DEFAULT-VALUE}); medians are reported.")
    private int runs;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    SlowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Usage.requireOneOrMore(spec, "--slow", slow);
        Usage.requireOneOrMore(spec, "--runs", runs);
        LoadShape shape = shape();
        server.defaultSetting("channel.without_namespace.slow_consumer", policy.toString());
        // Longer than a run: else the gateway would cut a client off that takes nothing before its queue is full.
        server.defaultSetting("websocket.write_timeout", "60s");
        return SingleServerRun.run(spec, server, report, surroundings, (target, loops, progress) -> new SlowScenario(
                        shape, slow, policy.toString(), target, loops, TimeSource.system(), progress)
                .run(runs));
    }

    private LoadShape shape() {
        return Usage.checked(
                spec,
                () -> new LoadShape(
                        connections,
                        new SpreadChannels(1),
                        rate,
                        new LoadPayload(size),
                        Duration.ofSeconds(warmUp),
                        Duration.ofSeconds(seconds)));
    }
}
