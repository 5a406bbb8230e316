package io.sluice.loadtest.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis on which equal ratios are equally long, over whole powers of ten. It has no place for 0.
 *
 * @param fromExponent power of ten at its beginning
 * @param toExponent power of ten at its end, above {@code fromExponent}
 */
record LogScale(int fromExponent, int toExponent) implements Scale {
    /** On more decades than these, labels between the powers of ten would touch one another. */
    private static final int MAX_DECADES_WITH_LABELS_BETWEEN = 2;

    private static final int BASE = 10;

    LogScale {
        if (fromExponent >= toExponent) {
            throw new IllegalArgumentException("expected rising exponents but was " + fromExponent + ", " + toExponent);
        }
    }

    /** The fewest decades that hold both values, which are above 0. */
    static LogScale around(double lowest, double highest) {
        int from = (int) Math.floor(Math.log10(lowest));
        int to = (int) Math.ceil(Math.log10(highest));
        return new LogScale(from, Math.max(to, from + 1));
    }

    @Override
    public double position(double value) {
        return (Math.log10(value) - fromExponent) / (toExponent - fromExponent);
    }

    @Override
    public boolean shows(double value) {
        return Double.isFinite(value) && value > 0;
    }

    @Override
    public List<Tick> ticks() {
        boolean labelsBetween = toExponent - fromExponent <= MAX_DECADES_WITH_LABELS_BETWEEN;
        List<Tick> ticks = new ArrayList<>();
        for (int exponent = fromExponent; exponent < toExponent; exponent++) {
            for (int digit = 1; digit < BASE; digit++) {
                double value = digit * Math.pow(BASE, exponent);
                boolean labelled = digit == 1 || (labelsBetween && (digit == 2 || digit == 5));
                ticks.add(new Tick(value, labelled ? Numbers.round(value) : ""));
            }
        }
        double end = Math.pow(BASE, toExponent);
        ticks.add(new Tick(end, Numbers.round(end)));
        return ticks;
    }
}
