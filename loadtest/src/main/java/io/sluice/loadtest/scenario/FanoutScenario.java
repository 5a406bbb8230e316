package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.SpreadChannels;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Few channels, many subscribers: client {@code i} subscribes channel {@code i} modulo their number.
 *
 * @param rate publications a second over all channels
 * @param bytes of each publication's data
 */
public record FanoutScenario(int connections, int channels, double rate, int bytes, Duration warmUp, Duration window) {
    private static final FanoutScenario USUAL =
            new FanoutScenario(2_000, 1, 100, 120, Duration.ZERO, Duration.ofSeconds(1));
    /** Beyond a bare server there is Redis, the protocol and the bookkeeping; more than a tenth they must not cost. */
    private static final Map<String, Double> LIMITS = Map.of("baseline", 1.10, "centrifugo", 0.60, "centrifuge", 0.60);

    /** The load, by the name of its command, with limits when its numbers are the usual ones. */
    public LoadScenario load(String name) {
        LoadShape shape =
                new LoadShape(connections, new SpreadChannels(channels), rate, new LoadPayload(bytes), warmUp, window);
        String description = String.format(
                Locale.ROOT,
                "%,d clients of %,d channels, %,.0f publications/s of %,d bytes: %,.0f messages/s, for %d s after %d s of "
                        + "warm-up",
                connections,
                channels,
                rate,
                bytes,
                shape.deliveriesPerSecond(),
                window.toSeconds(),
                warmUp.toSeconds());
        return new LoadScenario(name, description, shape, shape.deliveriesPerSecond(), usual() ? LIMITS : Map.of());
    }

    private boolean usual() {
        return connections == USUAL.connections
                && channels == USUAL.channels
                && rate == USUAL.rate
                && bytes == USUAL.bytes;
    }
}
