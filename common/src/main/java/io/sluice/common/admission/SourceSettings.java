package io.sluice.common.admission;

import io.sluice.common.config.Setting;

/** What each source address may have; IPv6 addresses of one /64 are one source. */
public record SourceSettings(
        @Setting(
                        value = "0",
                        doc =
                                "New connections a second from one source address, 0 for as many as come; one more gets 429. IPv6 "
                                        + "addresses of one /64 are one source. Many people may share an address: 20 is far above what "
                                        + "an office needs, and far below what hurts")
                double rate,
        @Setting(
                        value = "0",
                        doc =
                                "New connections from one source at once, after a pause; 0 for as many as `rate` allows in one second")
                double burst,
        @Setting(value = "0", doc = "Open connections of one source address, 0 for any number; one more gets 429")
                int connections,
        @Setting(
                        value = "100000",
                        doc =
                                "Sources that are told apart at a time, some 200 bytes each; beyond it newcomers share the limits of "
                                        + "one source. Set it above the number of different addresses that are connected")
                int tracked) {

    /** Nothing is limited. */
    public static final SourceSettings UNLIMITED = new SourceSettings(0, 0, 0, 100_000);

    public SourceSettings {
        new KeyTerms(RateTerms.of(rate, burst), connections, tracked); // checks all
    }

    KeyTerms terms() {
        return new KeyTerms(RateTerms.of(rate, burst), connections, tracked);
    }
}
