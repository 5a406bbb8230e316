package io.sluice.loadtest;

import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.scenario.IdleScenario;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what connections cost that do nothing. */
@Command(
        name = "idle",
        sortOptions = false,
        description = {
            "Measures what idle connections with one subscription each cost a gateway: live heap, resident memory, and CPU "
                    + "with the pings that are due every 25 s.",
            ""
        })
final class IdleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many (default: ${DEFAULT-VALUE}); each takes an open file here and there.")
    private int connections;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "50",
            description = "For which CPU is measured (default: ${DEFAULT-VALUE}, two pings of each connection).")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "30",
            description =
                    "Seconds before that (default: ${DEFAULT-VALUE}), in which the first pings come and their code is "
                            + "compiled.")
    private int warmUp;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    IdleCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Usage.requireOneOrMore(spec, "--connections", connections);
        Usage.requireOneOrMore(spec, "--seconds", seconds);
        Usage.requireOneOrMore(spec, "--warmup", warmUp);
        server.usuallyWithoutRedis();
        // On a busy machine a handshake may wait for seconds; that is not what is tested.
        server.defaultSetting("client.stale_close_delay", "60s");
        return SingleServerRun.run(spec, server, report, surroundings, (target, loops, progress) -> new IdleScenario(
                        connections,
                        Duration.ofSeconds(warmUp),
                        Duration.ofSeconds(seconds),
                        target,
                        loops,
                        TimeSource.system(),
                        progress)
                .run());
    }
}
