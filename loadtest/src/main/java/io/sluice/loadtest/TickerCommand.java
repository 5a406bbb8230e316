package io.sluice.loadtest;

import io.sluice.loadtest.report.StatusLine;
import io.sluice.loadtest.scenario.LoadScenario;
import io.sluice.loadtest.scenario.Preset;
import io.sluice.loadtest.scenario.ScenarioResult;
import io.sluice.loadtest.scenario.TickerScenario;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what a price feed costs. */
@Command(
        name = "ticker",
        sortOptions = false,
        description = {
            "Publishes updates of many symbols, of which each client subscribes some, and measures latency and CPU per "
                    + "message.",
            "A preset stands for symbols, subscriptions, rate and size, each of which can be changed:",
            "  caplin         1000 symbols that update every 2 s, 20 of them for each client (2 and 200 are usual, too)",
            "  migratory      every client gets 10 messages of 512 bytes a second",
            "  lightstreamer  40 symbols, 100 messages of 1 KB a second in all, one symbol for each client",
            "  private        a symbol of its own for each client, with a message every 3 s",
            ""
        })
final class TickerCommand implements Callable<Integer> {
    private static final int USUAL_SYMBOLS = 200;
    private static final int USUAL_SUBSCRIBE = 20;
    private static final double USUAL_RATE = 5_000;
    private static final int USUAL_SIZE = 120;
    /** What a gateway allows a client unless told otherwise. */
    private static final int USUAL_CHANNEL_LIMIT = 128;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--preset", paramLabel = "NAME", description = "One of the above.")
    private Optional<Preset> preset = Optional.empty();

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Clients (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--symbols", paramLabel = "N", description = "Channels (default: 200).")
    private Optional<Integer> symbols = Optional.empty();

    @Option(names = "--subscribe", paramLabel = "N", description = "Of them for each client (default: 20).")
    private Optional<Integer> subscribe = Optional.empty();

    @Option(names = "--rate", paramLabel = "N", description = "Updates a second over all symbols (default: 5000).")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--size", paramLabel = "BYTES", description = "Of each update's data (default: 120).")
    private Optional<Integer> size = Optional.empty();

    @Option(
            names = "--write-delay",
            paramLabel = "T",
            defaultValue = "10ms",
            description = "client.write_delay of our gateways (default: ${DEFAULT-VALUE}).")
    private String writeDelay = "";

    @Mixin
    private LoadOptions load = new LoadOptions();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    private final Surroundings surroundings;

    TickerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        load.check();
        target.check();
        report.check();
        TickerScenario ticker = ticker();
        LoadScenario scenario = scenario(ticker);
        target.defaultSetting("client.write_delay", writeDelay);
        if (ticker.subscribe() > USUAL_CHANNEL_LIMIT) {
            target.defaultSetting("client.channel_limit", Integer.toString(ticker.subscribe()));
        }
        StatusLine status = report.statusLine(surroundings);
        ScenarioResult result = target.run(scenario, load, status);
        status.clear();
        return report.report(result);
    }

    private TickerScenario ticker() {
        TickerScenario usual = preset.map(name -> TickerScenario.of(name, connections, load.warmUp(), load.window()))
                .orElseGet(() -> new TickerScenario(
                        connections,
                        USUAL_SYMBOLS,
                        USUAL_SUBSCRIBE,
                        USUAL_RATE,
                        USUAL_SIZE,
                        false,
                        load.warmUp(),
                        load.window()));
        return new TickerScenario(
                connections,
                symbols.orElse(usual.symbols()),
                subscribe.orElse(usual.subscribe()),
                rate.orElse(usual.rate()),
                size.orElse(usual.bytes()),
                usual.inTurn(),
                load.warmUp(),
                load.window());
    }

    private LoadScenario scenario(TickerScenario ticker) {
        return Usage.checked(spec, () -> ticker.load());
    }
}
