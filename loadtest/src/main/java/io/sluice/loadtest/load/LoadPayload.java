package io.sluice.loadtest.load;

/**
 * What a publication of a load test carries: {@code {"n":7,"t":123,"p":"xxx…"}}, its number in its channel from 1, when it
 * was due on the clock of {@link io.sluice.loadtest.measure.TimeSource#nanos()}, and padding.
 *
 * @param bytes of the whole object
 */
public record LoadPayload(int bytes) {
    /** Both numbers at their longest and the names around them. */
    static final int MIN_BYTES = 64;
    /** The largest message that servers of the protocol take unless told otherwise. */
    static final int MAX_BYTES = 60_000;

    private static final String NUMBER = "{\"n\":";
    private static final String TIME = ",\"t\":";
    private static final String PADDING = ",\"p\":\"";
    private static final String END = "\"}";

    public LoadPayload {
        if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "expected a message of " + MIN_BYTES + " to " + MAX_BYTES + " bytes but was " + bytes);
        }
    }

    public String json(long number, long intendedNanos) {
        StringBuilder json = new StringBuilder(bytes)
                .append(NUMBER)
                .append(number)
                .append(TIME)
                .append(intendedNanos)
                .append(PADDING);
        int padding = bytes - json.length() - END.length();
        for (int i = 0; i < padding; i++) {
            json.append('x');
        }
        return json.append(END).toString();
    }
}
