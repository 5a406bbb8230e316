package io.sluice.common.admission;

import java.util.Optional;

/**
 * How many clients a process lets in, as its settings say.
 *
 * @param connections open at a time, 0 for any number
 * @param rate new ones; empty for as many as come
 * @param handshakes on their way in at a time, 0 for any number
 * @param source what each source may have
 * @param user what each user may open
 */
public record AdmissionTerms(
        int connections, Optional<Rate> rate, int handshakes, SourceSettings source, UserSettings user) {

    /** Everybody is let in. */
    public static final AdmissionTerms UNLIMITED =
            new AdmissionTerms(0, Optional.empty(), 0, SourceSettings.UNLIMITED, UserSettings.UNLIMITED);

    public AdmissionTerms {
        if (connections < 0) {
            throw new IllegalArgumentException("the connection limit must be 0 or more, but was " + connections);
        }
        if (handshakes < 0) {
            throw new IllegalArgumentException("handshakes must be 0 or more, but was " + handshakes);
        }
    }

    /** Whether every newcomer is let in, so that nobody need be asked. */
    boolean open() {
        return connections == 0
                && rate.isEmpty()
                && handshakes == 0
                && source.terms().unlimited();
    }
}
