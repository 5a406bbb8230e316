package io.sluice.router.backend;

/**
 * What a backend last said of its own load.
 *
 * @param sequence number of the heartbeat that said it; another number means a newer report
 * @param connections client connections open on the backend, from all routers and from elsewhere; not negative
 * @param messagesPerSecond publications that it delivers to clients, per second, lately; not negative
 * @param eventLoopLagMillis how late its slowest event loop ran lately, milliseconds; not negative
 * @param queuedBytes bytes that wait for slow clients; not negative
 * @param heapUsed the used part of its largest heap, 0 to 1
 */
public record LoadReport(
        long sequence,
        int connections,
        double messagesPerSecond,
        double eventLoopLagMillis,
        long queuedBytes,
        double heapUsed) {

    public LoadReport {
        require(connections >= 0, "a number of connections", connections);
        require(messagesPerSecond >= 0, "messages per second", messagesPerSecond);
        require(eventLoopLagMillis >= 0, "milliseconds of lag", eventLoopLagMillis);
        require(queuedBytes >= 0, "a number of queued bytes", queuedBytes);
        require(heapUsed >= 0 && heapUsed <= 1, "a part of the heap from 0 to 1", heapUsed);
    }

    /** A report of connections and nothing else. */
    public LoadReport(long sequence, int connections) {
        this(sequence, connections, 0, 0, 0, 0);
    }

    /** Written so that what is no number is refused too: every comparison with it is false. */
    private static void require(boolean fulfilled, String expected, Number actual) {
        if (!fulfilled) {
            throw new IllegalArgumentException("expected " + expected + " but was " + actual);
        }
    }
}
