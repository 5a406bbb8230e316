package io.sluice.common.admission;

import io.sluice.common.config.Setting;

/** What each user may open on one node. */
public record UserSettings(
        @Setting(
                        value = "0",
                        doc =
                                "New connections a second of one user on one node, 0 for as many as come; one more is closed with "
                                        + "3013, after which clients come back later. Anonymous clients are not limited")
                double rate,
        @Setting(
                        value = "0",
                        doc =
                                "New connections of one user at once, after a pause; 0 for as many as `rate` allows in one second")
                double burst) {

    /** Nothing is limited. */
    public static final UserSettings UNLIMITED = new UserSettings(0, 0);

    /** Users told apart at a time, some 200 bytes each. Those without a connection for a while make room. */
    private static final int TRACKED = 100_000;

    public UserSettings {
        RateTerms.of(rate, burst); // checks both
    }

    KeyTerms terms() {
        return new KeyTerms(RateTerms.of(rate, burst), 0, TRACKED);
    }
}
