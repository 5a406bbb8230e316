package io.sluice.loadtest.feed;

/**
 * One trade.
 *
 * @param symbol its code
 * @param priceCents the price in hundredths
 * @param openCents the price at which the symbol began
 * @param volume pieces traded, 1 or more
 * @param unixMillis when it happened
 */
public record Tick(String symbol, long priceCents, long openCents, int volume, long unixMillis) {
    private static final int CENTS = 100;
    private static final int TWO_DIGITS = 10;

    /** {@code {"symbol":"ACME","price":123.05,"open":120.00,"volume":300,"time":1712345678901}}. */
    public String toJson() {
        return "{\"symbol\":\"" + symbol + "\",\"price\":" + decimal(priceCents) + ",\"open\":" + decimal(openCents)
                + ",\"volume\":" + volume + ",\"time\":" + unixMillis + "}";
    }

    private static String decimal(long cents) {
        long rest = cents % CENTS;
        return cents / CENTS + (rest < TWO_DIGITS ? ".0" : ".") + rest;
    }
}
