package io.sluice.loadtest.scenario;

import java.util.OptionalDouble;

/**
 * One measured value.
 *
 * @param name what was measured, in words
 * @param unit of value and limit, e.g. {@code bytes}, {@code ms}, {@code µs}, {@code msg/s}, {@code count}, {@code ratio}
 * @param limit the value above which the scenario has failed; empty when the value is only for information
 */
public record Measurement(String name, double value, String unit, OptionalDouble limit) {
    /** A value for information. */
    public static Measurement of(String name, double value, String unit) {
        return new Measurement(name, value, unit, OptionalDouble.empty());
    }

    /** A value that must not be above {@code limit}. */
    public static Measurement atMost(double limit, String name, double value, String unit) {
        return new Measurement(name, value, unit, OptionalDouble.of(limit));
    }

    /** A number of bytes, for information. */
    public static Measurement bytes(String name, long value) {
        return of(name, (double) value, "bytes");
    }

    /** A number of bytes that must not be above {@code limit}. */
    public static Measurement bytesAtMost(long limit, String name, long value) {
        return atMost((double) limit, name, (double) value, "bytes");
    }

    public boolean passes() {
        return limit.isEmpty() || value <= limit.getAsDouble();
    }
}
