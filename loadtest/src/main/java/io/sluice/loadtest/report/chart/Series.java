package io.sluice.loadtest.report.chart;

import java.util.List;

/**
 * One line of a chart.
 *
 * @param name what the legend calls it
 * @param points from left to right
 */
public record Series(String name, List<Point> points) {
    public Series {
        points = List.copyOf(points);
    }
}
