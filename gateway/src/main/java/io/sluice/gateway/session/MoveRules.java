package io.sluice.gateway.session;

import java.time.Duration;

/**
 * Who may be moved to another node.
 *
 * @param minAge time that a client has to have been connected
 * @param unrecoverable whether also, as the last, those who would miss publications
 */
public record MoveRules(Duration minAge, boolean unrecoverable) {}
