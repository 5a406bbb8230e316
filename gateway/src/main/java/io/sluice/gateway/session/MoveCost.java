package io.sluice.gateway.session;

/** What a client would lose by being moved to another node now; the cheapest first. */
enum MoveCost {
    /** It has no subscriptions. */
    NOTHING,
    /** It recovers all of its subscriptions when it is back, by their positions. */
    RECOVERS,
    /** It has a subscription that does not recover, so it misses what is published until it is back. */
    LOSES,
    /** A command or a subscription of it is under way, or it is no client yet, or no more. */
    BUSY
}
