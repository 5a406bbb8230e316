package io.sluice.loadtest.report;

import io.sluice.loadtest.report.chart.Numbers;
import java.util.Locale;

/**
 * A value in the unit that suits its size, as reports show it.
 *
 * @param number e.g. {@code 1.25}
 * @param unit e.g. {@code ms}; empty for plain numbers
 */
record Quantity(String number, String unit) {
    private static final double KIBI = 1024;
    private static final double THOUSAND = 1000;
    /** Sizes below this are exact, because what a connection takes is compared to the byte. */
    private static final double MAX_EXACT_BYTES = 10 * KIBI;

    /** What stands for a value that is no number, such as a ratio to nothing. */
    private static final Quantity NONE = new Quantity("–", "");

    /** The quantity of a measurement's value or limit, which is in {@code unit}. */
    static Quantity of(double value, String unit) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        return switch (unit) {
            case "bytes" -> bytes(value);
            case "µs" -> micros(value);
            case "ms" -> micros(value * THOUSAND);
            case "s" -> micros(value * THOUSAND * THOUSAND);
            case "ratio" -> new Quantity(fixed(value, 2), "×");
            case "count" -> new Quantity(fixed(value, 0), "");
            case "msg/s" -> new Quantity(fixed(value, 0), unit);
            default -> new Quantity(Numbers.measured(value), unit);
        };
    }

    private static Quantity bytes(double value) {
        double size = Math.abs(value);
        if (size < MAX_EXACT_BYTES) {
            return new Quantity(fixed(value, 0), "bytes");
        }
        if (size < KIBI * KIBI) {
            return new Quantity(fixed(value / KIBI, 1), "KiB");
        }
        return size < KIBI * KIBI * KIBI
                ? new Quantity(fixed(value / KIBI / KIBI, 1), "MiB")
                : new Quantity(fixed(value / KIBI / KIBI / KIBI, 2), "GiB");
    }

    private static Quantity micros(double value) {
        if (value < THOUSAND) {
            return new Quantity(Numbers.measured(value), "µs");
        }
        return value < THOUSAND * THOUSAND
                ? new Quantity(Numbers.measured(value / THOUSAND), "ms")
                : new Quantity(Numbers.measured(value / THOUSAND / THOUSAND), "s");
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** Number and unit. */
    @Override
    public String toString() {
        return unit.isEmpty() ? number : number + " " + unit;
    }
}
