package io.sluice.router.balance;

import io.sluice.common.config.Setting;

/**
 * What the figures of a backend's load count for, each as a ratio to the mean of all candidates.
 *
 * <p>All are 0 or more; {@code connections} is above 0, since a figure that follows a placement only after a heartbeat
 * cannot be what placements are decided by.
 */
public record LoadWeightSettings(
        @Setting(
                        value = "1.0",
                        doc =
                                "Weight of the number of connections, the router's own placements included. More than all others "
                                        + "together: it is what a placement changes, at once and for hours.")
                double connections,
        @Setting(value = "0.1", doc = "Weight of the messages delivered in a second; counts from 1,000 a second on.")
                double messages,
        @Setting(
                        value = "0.1",
                        doc = "Weight of the lag of the slowest event loop; counts from 20 ms on, below is noise.")
                double lag,
        @Setting(value = "0.05", doc = "Weight of the bytes that wait for slow clients; counts from 16 MiB on.")
                double queue,
        @Setting(
                        value = "0.05",
                        doc =
                                "Weight of the used part of the heap; counts from 60 % on, below is what a collector leaves lying.")
                double heap) {

    public LoadWeightSettings {
        if (!(connections > 0 && Double.isFinite(connections))) {
            throw new IllegalArgumentException("connections must be above 0, but was " + connections);
        }
        requireWeight("messages", messages);
        requireWeight("lag", lag);
        requireWeight("queue", queue);
        requireWeight("heap", heap);
    }

    /** Of connections only. */
    public static LoadWeightSettings ofConnections() {
        return new LoadWeightSettings(1, 0, 0, 0, 0);
    }

    private static void requireWeight(String name, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " must be a number of 0 or more, but was " + value);
        }
    }
}
