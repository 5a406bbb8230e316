package io.sluice.common.metrics;

import java.util.Arrays;

/**
 * The classes that a histogram sorts its values into. Values are whole numbers: nanoseconds for times, which Prometheus sees in
 * seconds, else counts.
 *
 * <p>Threading: never changes.
 */
public final class Buckets {

    private static final double NANOS_PER_SECOND = 1e9;

    /** From half a millisecond, below which a client notices nothing, to ten seconds, after which it has given up. */
    public static final Buckets LATENCY =
            seconds(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);

    /** From a second to a day: how long connections last. */
    public static final Buckets LIFETIME = seconds(1, 10, 60, 300, 1800, 3600, 14_400, 86_400);

    // Ascending; a value belongs to the first one that it does not exceed.
    private final long[] bounds;
    private final double unit;

    private Buckets(long[] bounds, double unit) {
        for (int i = 1; i < bounds.length; i++) {
            if (bounds[i] <= bounds[i - 1]) {
                throw new IllegalArgumentException("bounds must ascend but were " + Arrays.toString(bounds));
            }
        }
        this.bounds = bounds;
        this.unit = unit;
    }

    /** Classes of times, whose values are nanoseconds. */
    public static Buckets seconds(double... bounds) {
        return new Buckets(
                Arrays.stream(bounds)
                        .mapToLong(bound -> Math.round(bound * NANOS_PER_SECOND))
                        .toArray(),
                NANOS_PER_SECOND);
    }

    /** Classes of numbers. */
    public static Buckets counts(long... bounds) {
        return new Buckets(bounds.clone(), 1);
    }

    /** Number of classes, the one above all bounds among them. */
    int size() {
        return bounds.length + 1;
    }

    /** The class of {@code value}. Looks at one after the other: most values lie in the first few. */
    int indexOf(long value) {
        int index = 0;
        while (index < bounds.length && value > bounds[index]) {
            index++;
        }
        return index;
    }

    /** The bounds as Prometheus gets them, with infinity as the last one. */
    double[] upperBounds() {
        double[] upper = new double[size()];
        for (int i = 0; i < bounds.length; i++) {
            upper[i] = bounds[i] / unit;
        }
        upper[bounds.length] = Double.POSITIVE_INFINITY;
        return upper;
    }

    /** A value, or the sum of many, as Prometheus gets it. */
    double exposed(double value) {
        return value / unit;
    }
}
