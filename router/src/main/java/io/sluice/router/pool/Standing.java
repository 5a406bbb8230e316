package io.sluice.router.pool;

/** How good the backends were that a connection was placed among; the best that there are at the moment are used. */
public enum Standing {
    /** Healthy, and with room for more. */
    GOOD,

    /** Healthy, but all as full as they want to be, or said so a moment ago: perhaps one has room again. */
    FULL,

    /** All have failed lately: an attempt that may fail is worth more to a client than a refusal. */
    EJECTED
}
