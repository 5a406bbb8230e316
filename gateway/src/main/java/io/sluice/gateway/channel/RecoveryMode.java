package io.sluice.gateway.channel;

/** What a client that comes back is given of what it missed. */
public enum RecoveryMode {
    /** Every publication that it missed, or the news that this is not possible. */
    STREAM,
    /** The latest publication only. */
    CACHE
}
