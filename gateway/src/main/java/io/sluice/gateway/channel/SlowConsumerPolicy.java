package io.sluice.gateway.channel;

/** What becomes of a namespace's publications when a client does not take them as fast as they come. */
public enum SlowConsumerPolicy {
    /** All wait; a client for which too much waits is disconnected with code 3008, and may come back and recover. */
    DISCONNECT,
    /** All wait; when too much waits, the oldest publications of such namespaces make room. */
    DROP_OLDEST,
    /** Only the latest publication of each channel waits, or of each value of a tag in each channel. */
    CONFLATE
}
