package io.sluice.loadtest.report.chart;

import static io.sluice.loadtest.report.chart.Plot.BOTTOM;
import static io.sluice.loadtest.report.chart.Plot.TOP;
import static io.sluice.loadtest.report.chart.Plot.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Invisible columns before the lines, one for each x, that tell the values there when the mouse is over them.
 *
 * @param plot where
 * @param xUnit behind the x of a hint
 * @param yUnit behind each value of a hint
 */
record PlotHints(Plot plot, String xUnit, String yUnit) {

    void draw(Markup svg, List<Series> lines) {
        Map<Double, List<String>> hints = new TreeMap<>();
        for (Series series : lines) {
            for (Point point : series.points()) {
                hints.computeIfAbsent(point.x(), x -> new ArrayList<>()).add(hint(series, point));
            }
        }
        List<Double> places = List.copyOf(hints.keySet());
        for (int i = 0; i < places.size(); i++) {
            double x = places.get(i);
            double left = i == 0 ? x : (places.get(i - 1) + x) / 2;
            double right = i == places.size() - 1 ? x : (x + places.get(i + 1)) / 2;
            draw(svg, left, right, Numbers.measured(x) + " " + xUnit + "\n" + String.join("\n", hints.get(x)));
        }
    }

    private String hint(Series series, Point point) {
        return series.name() + ": " + (plot.shows(point) ? Numbers.measured(point.y()) + " " + yUnit : "–");
    }

    private void draw(Markup svg, double from, double to, String hint) {
        double left = plot.across(from);
        svg.open(
                        "rect",
                        "class",
                        "hint",
                        "x",
                        number(left),
                        "y",
                        number(TOP),
                        "width",
                        number(Math.max(1, plot.across(to) - left)),
                        "height",
                        number(BOTTOM - TOP))
                .leaf("title", hint)
                .close();
    }
}
