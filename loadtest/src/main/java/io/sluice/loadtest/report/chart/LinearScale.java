package io.sluice.loadtest.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis on which equal differences are equally long.
 *
 * @param from the value at its beginning
 * @param to the value at its end, above {@code from}
 * @param step between two ticks, above 0
 */
record LinearScale(double from, double to, double step) implements Scale {
    /** Room for rounding, as a part of a step. */
    private static final double TOLERANCE = 1e-6;

    LinearScale {
        if (!(from < to) || !(step > 0)) {
            throw new IllegalArgumentException(
                    "expected from < to and a step above 0 but was " + from + ", " + to + ", " + step);
        }
    }

    /** From 0 to a round number that is not below {@code highest}, with some {@code ticks} ticks. */
    static LinearScale fromZero(double highest, int ticks) {
        double end = highest > 0 ? highest : 1;
        double step = roundStep(end / ticks);
        return new LinearScale(0, Math.ceil(end / step - TOLERANCE) * step, step);
    }

    /** Exactly from {@code lowest} to {@code highest}, widened by one when these are the same, with some ticks. */
    static LinearScale between(double lowest, double highest, int ticks) {
        double to = highest > lowest ? highest : lowest + 1;
        return new LinearScale(lowest, to, roundStep((to - lowest) / ticks));
    }

    /** The smallest of 1, 2, 5, 10, 20, 50 … (or of their tenths, and so on) that is not below {@code least}. */
    private static double roundStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power >= least * (1 - TOLERANCE)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    @Override
    public double position(double value) {
        return (value - from) / (to - from);
    }

    @Override
    public boolean shows(double value) {
        return Double.isFinite(value);
    }

    @Override
    public List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        long first = (long) Math.ceil(from / step - TOLERANCE);
        long last = (long) Math.floor(to / step + TOLERANCE);
        for (long i = first; i <= last; i++) {
            ticks.add(new Tick(i * step, Numbers.round(i * step)));
        }
        return ticks;
    }
}
