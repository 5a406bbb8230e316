package io.sluice.router.pool;

/** What the pool decided about one connection: a {@link Placement}, or a {@link Refusal}. */
public sealed interface Decision permits Placement, Refusal {}
