package io.sluice.loadtest.report.chart;

/**
 * One value of a series.
 *
 * @param x where, a finite number
 * @param y the value; not finite when there was none, which leaves a gap in the line
 */
public record Point(double x, double y) {
    public Point {
        if (!Double.isFinite(x)) {
            throw new IllegalArgumentException("expected a finite x but was " + x);
        }
    }
}
