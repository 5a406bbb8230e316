package io.sluice.loadtest;

import io.sluice.loadtest.balance.BalanceLoad;
import io.sluice.loadtest.balance.ScaleOutScenario;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how live clients spread over nodes that are added. */
@Command(
        name = "scaleout",
        sortOptions = false,
        description = {
            "Adds nodes under load and follows how the clients spread over all of them, once with Sluice and once with a plain "
                    + "balancer (HAProxy if it is installed), which leaves the new nodes empty. Nothing may be lost or "
                    + "doubled, and nobody moved twice.",
            ""
        })
final class ScaleOutCommand implements Callable<Integer> {
    /** A spread that is good for so long counts as good for good. */
    private static final Duration STAYING = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "4000",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "2",
            description = "Gateways at the beginning (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--to",
            paramLabel = "N",
            defaultValue = "4",
            description = "Gateways at the end (default: ${DEFAULT-VALUE}).")
    private int to;

    @Option(
            names = "--time",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "In which all nodes have to be within 5 %% of the mean (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "60",
            description =
                    "Seconds of load before nodes are added (default: ${DEFAULT-VALUE}), because nobody is moved who "
                            + "has only just come: see rebalance.min_age. The plain balancer gets at most 15.")
    private int warmUp;

    @Option(
            names = "--haproxy",
            paramLabel = "PROGRAM",
            description = "The plain balancer (default: haproxy of the PATH, else our router with least_connections).")
    private Optional<Path> haproxy = Optional.empty();

    @Mixin
    private BalanceOptions options = new BalanceOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    ScaleOutCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Usage.requireOneOrMore(spec, "--time", seconds);
        Usage.requireOneOrMore(spec, "--warmup", warmUp);
        BalanceLoad load = options.load(clients);
        ScaleOutScenario.Course course = Usage.checked(
                spec,
                () -> new ScaleOutScenario.Course(
                        nodes,
                        to,
                        Duration.ofSeconds(warmUp),
                        Duration.ofSeconds(seconds),
                        STAYING,
                        options.plan(),
                        haproxy.or(ScaleOutCommand::onPath)));
        report.check();
        StatusLine status = report.statusLine(surroundings);
        ScenarioResult result = new ScaleOutScenario(load, course, TimeSource.system(), status::show).run();
        status.clear();
        return report.report(result);
    }

    private static Optional<Path> onPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, "haproxy"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
