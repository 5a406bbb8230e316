package io.sluice.common.admission;

import java.util.Optional;

/**
 * What each source, or each user, may have.
 *
 * @param rate new connections; empty for as many as come
 * @param connections open at a time, 0 for any number
 * @param tracked how many sources are told apart at a time, at least 1
 */
record KeyTerms(Optional<Rate> rate, int connections, int tracked) {

    KeyTerms {
        if (connections < 0) {
            throw new IllegalArgumentException("connections must be 0 or more, but was " + connections);
        }
        if (tracked < 1) {
            throw new IllegalArgumentException("tracked must be at least 1, but was " + tracked);
        }
    }

    /** Whether nothing is limited. */
    boolean unlimited() {
        return rate.isEmpty() && connections == 0;
    }
}
