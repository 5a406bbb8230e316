package io.sluice.common.cluster;

/**
 * How much a node takes on.
 *
 * @param maxConnections client connections that it admits at a time, 0 for as many as come
 * @param handshakesPerSecond new connections that it admits in a second, 0 for as many as come
 * @param upMillis how long it has been serving, milliseconds by its own monotonic clock: a process that has just started is
 *     slower than one whose code is compiled
 */
public record NodeCapacity(int maxConnections, double handshakesPerSecond, long upMillis) {

    /** A node that says nothing of it: it takes what comes. */
    public static final NodeCapacity UNLIMITED = new NodeCapacity(0, 0, 0);

    public NodeCapacity {
        if (maxConnections < 0) {
            throw new IllegalArgumentException("maxConnections: expected 0 or more but was " + maxConnections);
        }
        if (!(handshakesPerSecond >= 0 && Double.isFinite(handshakesPerSecond))) {
            throw new IllegalArgumentException(
                    "handshakesPerSecond: expected a number of 0 or more but was " + handshakesPerSecond);
        }
        if (upMillis < 0) {
            throw new IllegalArgumentException("upMillis: expected 0 or more but was " + upMillis);
        }
    }
}
