package io.sluice.loadtest.balance;

import io.sluice.loadtest.load.LoadPayload;

/**
 * The load under which nodes come and go.
 *
 * @param clients that come back whenever they are cut off
 * @param channels client {@code i} subscribes channel {@code i} modulo their number, recoverable
 * @param rate publications a second over all channels
 * @param payload of each publication
 * @param opening clients a second that connect before the load begins; below what the nodes admit
 */
public record BalanceLoad(int clients, int channels, double rate, LoadPayload payload, double opening) {
    public BalanceLoad {
        require(clients >= 1, "expected 1 or more clients but was " + clients);
        require(channels >= 1 && channels <= clients, "expected 1 to " + clients + " channels but was " + channels);
        require(rate > 0 && !Double.isInfinite(rate), "expected a rate above 0 but was " + rate);
        require(opening > 0 && !Double.isInfinite(opening), "expected a rate above 0 to open but was " + opening);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
