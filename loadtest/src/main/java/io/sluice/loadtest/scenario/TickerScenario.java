package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.PickedChannels;
import io.sluice.loadtest.load.SpreadChannels;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Prices: many symbols that update at random, and clients that each subscribe some of them.
 *
 * @param subscribe symbols of each client
 * @param rate updates a second over all symbols
 * @param bytes of each update's data
 * @param inTurn whether the symbols update in turn, at even intervals, instead of at random
 */
public record TickerScenario(
        int connections,
        int symbols,
        int subscribe,
        double rate,
        int bytes,
        boolean inTurn,
        Duration warmUp,
        Duration window) {
    private static final TickerScenario USUAL =
            new TickerScenario(1_000, 200, 20, 5_000, 120, false, Duration.ZERO, Duration.ofSeconds(1));
    /** What a gateway saves by writing what has come within its write delay at once. */
    private static final Map<String, Double> LIMITS = Map.of("baseline", 0.35, "centrifugo", 0.50, "centrifuge", 0.50);
    /** What a server with a flush for each message sustains on a core of today. */
    private static final double BASELINE_DELIVERIES = 100_000;

    /** A preset, with its own symbols and rates. */
    public static TickerScenario of(Preset preset, int connections, Duration warmUp, Duration window) {
        return new TickerScenario(
                connections,
                preset.symbols(connections),
                preset.subscribe(),
                preset.rate(connections),
                preset.bytes(),
                true,
                warmUp,
                window);
    }

    /** The load, with limits when its numbers are the usual ones. */
    public LoadScenario load() {
        LoadShape shape = new LoadShape(
                connections,
                // One symbol for each: evenly spread, so that with as many symbols as clients everybody has a private
                // one.
                subscribe == 1 ? new SpreadChannels(symbols) : new PickedChannels(symbols, subscribe, inTurn),
                rate,
                new LoadPayload(bytes),
                warmUp,
                window);
        double baseline = Math.min(BASELINE_DELIVERIES, shape.deliveriesPerSecond());
        String description = String.format(
                Locale.ROOT,
                "%,d clients with %,d of %,d symbols each, %,.0f updates/s of %,d bytes: %,.0f messages/s (a baseline sends "
                        + "%,.0f messages/s), for %d s after %d s of warm-up",
                connections,
                subscribe,
                symbols,
                rate,
                bytes,
                shape.deliveriesPerSecond(),
                baseline,
                window.toSeconds(),
                warmUp.toSeconds());
        return new LoadScenario("ticker", description, shape, baseline, usual() ? LIMITS : Map.of());
    }

    private boolean usual() {
        return connections == USUAL.connections
                && symbols == USUAL.symbols
                && subscribe == USUAL.subscribe
                && rate == USUAL.rate
                && bytes == USUAL.bytes
                && inTurn == USUAL.inTurn;
    }
}
