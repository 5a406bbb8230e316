package io.sluice.loadtest.load;

/**
 * When clients come back.
 *
 * @param backoff after a connection that ended or an attempt in vain
 * @param heedsRetryAfter whether a client also waits as long as a refusal of its handshake asks for, which browsers do not
 *     let their scripts see
 */
public record ReturnPolicy(Backoff backoff, boolean heedsRetryAfter) {}
