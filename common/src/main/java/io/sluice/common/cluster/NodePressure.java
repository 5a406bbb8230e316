package io.sluice.common.cluster;

/**
 * How near a node is to its limits, beside the number of its connections.
 *
 * @param queuedBytes bytes that wait for slow clients now
 * @param heapUsed the part of its largest heap that it could not give back lately, 0 to 1
 */
public record NodePressure(long queuedBytes, double heapUsed) {

    /** A node that says nothing of it. */
    public static final NodePressure NONE = new NodePressure(0, 0);

    public NodePressure {
        if (queuedBytes < 0) {
            throw new IllegalArgumentException("queuedBytes: expected 0 or more but was " + queuedBytes);
        }
        if (!(heapUsed >= 0 && heapUsed <= 1)) {
            throw new IllegalArgumentException("heapUsed: expected 0 to 1 but was " + heapUsed);
        }
    }
}
