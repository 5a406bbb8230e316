package io.sluice.loadtest.report.chart;

/**
 * A marked value of an axis.
 *
 * @param label empty for a mark that only guides the eye
 */
record Tick(double value, String label) {}
