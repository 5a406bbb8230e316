package io.sluice.loadtest.report.chart;

import java.util.Locale;

/**
 * The rectangle of an SVG picture in which values are drawn, in the picture's units.
 *
 * @param x the horizontal axis, from left to right
 * @param y the vertical axis, from bottom to top
 */
record Plot(Scale x, Scale y) {
    static final double WIDTH = 720;
    static final double HEIGHT = 320;
    /** Holds a label such as 1,000,000 and the axis' title. */
    static final double LEFT = 84;

    static final double RIGHT = WIDTH - 14;
    static final double TOP = 10;
    /** Below it are the labels and the axis' title. */
    static final double BOTTOM = HEIGHT - 46;

    double across(double value) {
        return LEFT + x.position(value) * (RIGHT - LEFT);
    }

    double down(double value) {
        return BOTTOM - y.position(value) * (BOTTOM - TOP);
    }

    boolean shows(Point point) {
        return y.shows(point.y());
    }

    /** A coordinate with the digits that can be seen. */
    static String number(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }
}
