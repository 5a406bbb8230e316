package io.sluice.common.admission;

import java.util.Optional;

/** A rate as settings have it: 0 for none, and a burst of 0 for what comes in one second. */
public final class RateTerms {

    private RateTerms() {}

    /**
     * Reads the two settings.
     *
     * @param perSecond 0 for no limit
     * @param burst 0 for as many as come in one second, at least one
     * @throws IllegalArgumentException if they are out of the limits of {@link Rate}
     */
    public static Optional<Rate> of(double perSecond, double burst) {
        if (perSecond == 0) {
            if (burst != 0) {
                throw new IllegalArgumentException("a burst of " + burst
                        + " without a rate limits nothing: set the rate too, or remove the burst");
            }
            return Optional.empty();
        }
        return Optional.of(new Rate(perSecond, burst == 0 ? Math.max(1, perSecond) : burst));
    }
}
