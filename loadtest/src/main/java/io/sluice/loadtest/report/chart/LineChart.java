package io.sluice.loadtest.report.chart;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Lines over a common horizontal axis, as a figure of HTML with an SVG picture in it. Colours come from the style sheet of
 * the page, by the classes {@code c0} to {@code c7} of lines, dots and legend.
 *
 * @param title what is shown
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param logarithmic whether the vertical axis is; such a chart has no place for values of 0 and below
 * @param lines the first eight have colours of their own
 */
public record LineChart(String title, Axis x, Axis y, boolean logarithmic, List<Series> lines) {
    private static final int COLOURS = 8;
    private static final int X_TICKS = 10;
    private static final int Y_TICKS = 5;

    /**
     * What an axis measures.
     *
     * @param quantity e.g. {@code latency}
     * @param unit e.g. {@code ms}
     */
    public record Axis(String quantity, String unit) {
        String title() {
            return quantity + " (" + unit + ")";
        }
    }

    public LineChart {
        lines = List.copyOf(lines);
    }

    /** The chart; without a single value that could be shown its axes stand alone. */
    public Markup figure() {
        Markup figure = new Markup().open("figure").leaf("figcaption", title);
        figure.open("ul", "class", "legend");
        for (int i = 0; i < lines.size(); i++) {
            figure.leaf("li", lines.get(i).name(), "class", colour(i));
        }
        return figure.close().add(picture()).close();
    }

    private Markup picture() {
        Plot plot = new Plot(xScale(), yScale());
        Markup svg = new Markup()
                .open(
                        "svg",
                        "viewBox",
                        "0 0 " + (int) Plot.WIDTH + " " + (int) Plot.HEIGHT,
                        "role",
                        "img",
                        "aria-label",
                        title);
        new PlotAxes(plot, x.title(), y.title()).draw(svg);
        PlotLines drawn = new PlotLines(plot);
        for (int i = 0; i < lines.size(); i++) {
            drawn.draw(svg, lines.get(i), colour(i));
        }
        new PlotHints(plot, x.unit(), y.unit()).draw(svg, lines);
        return svg.close();
    }

    private static String colour(int line) {
        return "c" + line % COLOURS;
    }

    /** What can be shown of the values. */
    private DoubleStream values() {
        return lines.stream()
                .flatMap(series -> series.points().stream())
                .mapToDouble(Point::y)
                .filter(value -> Double.isFinite(value) && (!logarithmic || value > 0));
    }

    private Scale yScale() {
        double highest = values().max().orElse(1);
        return logarithmic
                ? LogScale.around(values().min().orElse(1), highest)
                : LinearScale.fromZero(highest, Y_TICKS);
    }

    private Scale xScale() {
        double[] places = lines.stream()
                .flatMap(series -> series.points().stream())
                .mapToDouble(Point::x)
                .sorted()
                .toArray();
        return places.length == 0
                ? LinearScale.between(0, 0, X_TICKS)
                : LinearScale.between(Math.min(0, places[0]), places[places.length - 1], X_TICKS);
    }
}
