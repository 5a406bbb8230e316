package io.sluice.loadtest.scenario;

import java.util.OptionalDouble;

/**
 * One measured value.
 *
 * @param name what was measured, in words
 * @param unit of value and limit, e.g. {@code bytes}
 * @param limit the value above which the scenario has failed; empty when the value is only for information
 */
public record Measurement(String name, double value, String unit, OptionalDouble limit) {
    /** A number of bytes, for information. */
    public static Measurement bytes(String name, long value) {
        return new Measurement(name, (double) value, "bytes", OptionalDouble.empty());
    }

    /** A number of bytes that must not be above {@code limit}. */
    public static Measurement bytesAtMost(long limit, String name, long value) {
        return new Measurement(name, (double) value, "bytes", OptionalDouble.of((double) limit));
    }

    public boolean passes() {
        return limit.isEmpty() || value <= limit.getAsDouble();
    }
}
