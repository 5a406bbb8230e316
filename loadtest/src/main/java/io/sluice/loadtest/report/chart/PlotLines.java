package io.sluice.loadtest.report.chart;

import static io.sluice.loadtest.report.chart.Plot.number;

import java.util.List;

/**
 * Draws the lines themselves, with gaps where there is no value; a value between two gaps becomes a dot.
 *
 * @param plot where
 */
record PlotLines(Plot plot) {
    private static final String DOT_RADIUS = "2.5";

    void draw(Markup svg, Series series, String style) {
        List<Point> points = series.points();
        int begin = 0;
        while (begin < points.size()) {
            int end = begin;
            while (end < points.size() && plot.shows(points.get(end))) {
                end++;
            }
            drawUnbroken(svg, points.subList(begin, end), style);
            begin = end + 1;
        }
    }

    private void drawUnbroken(Markup svg, List<Point> points, String style) {
        if (points.size() == 1) {
            Point only = points.get(0);
            svg.empty(
                    "circle",
                    "class",
                    "dot " + style,
                    "cx",
                    number(plot.across(only.x())),
                    "cy",
                    number(plot.down(only.y())),
                    "r",
                    DOT_RADIUS);
        } else if (!points.isEmpty()) {
            StringBuilder path = new StringBuilder();
            for (Point point : points) {
                path.append(path.isEmpty() ? "M" : " L")
                        .append(number(plot.across(point.x())))
                        .append(' ')
                        .append(number(plot.down(point.y())));
            }
            svg.empty("path", "class", "line " + style, "d", path.toString());
        }
    }
}
