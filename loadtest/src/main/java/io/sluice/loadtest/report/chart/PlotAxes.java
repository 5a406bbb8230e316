package io.sluice.loadtest.report.chart;

import static io.sluice.loadtest.report.chart.Plot.BOTTOM;
import static io.sluice.loadtest.report.chart.Plot.HEIGHT;
import static io.sluice.loadtest.report.chart.Plot.LEFT;
import static io.sluice.loadtest.report.chart.Plot.RIGHT;
import static io.sluice.loadtest.report.chart.Plot.TOP;
import static io.sluice.loadtest.report.chart.Plot.number;

/**
 * Draws what stands behind the lines: grid, labels and titles.
 *
 * @param plot where
 * @param xTitle with its unit
 * @param yTitle with its unit
 */
record PlotAxes(Plot plot, String xTitle, String yTitle) {
    /** Between the axis and its labels. */
    private static final double GAP = 8;
    /** From the axis down to the middle of its labels. */
    private static final double LABEL_DEPTH = 18;
    /** From the picture's edge to the middle of a title. */
    private static final double TITLE_INSET = 10;

    void draw(Markup svg) {
        shadeBeforeZero(svg);
        for (Tick tick : plot.y().ticks()) {
            double y = plot.down(tick.value());
            line(svg, tick.label().isEmpty() ? "grid minor" : "grid", LEFT, y, RIGHT, y);
            label(svg, "y", LEFT - GAP, y, tick.label());
        }
        for (Tick tick : plot.x().ticks()) {
            double x = plot.across(tick.value());
            line(svg, "grid", x, TOP, x, BOTTOM);
            label(svg, "x", x, BOTTOM + LABEL_DEPTH, tick.label());
        }
        line(svg, "axis", LEFT, BOTTOM, RIGHT, BOTTOM);
        label(svg, "x title", (LEFT + RIGHT) / 2, HEIGHT - TITLE_INSET, xTitle);
        double middle = (TOP + BOTTOM) / 2;
        svg.leaf(
                "text",
                yTitle,
                "class",
                "x title",
                "transform",
                "translate(" + number(TITLE_INSET) + " " + number(middle) + ") rotate(-90)");
    }

    /** What lies before 0 of the horizontal axis is the warm-up. */
    private void shadeBeforeZero(Markup svg) {
        double width = Math.min(plot.across(0), RIGHT) - LEFT;
        if (width > 0) {
            svg.empty(
                    "rect",
                    "class",
                    "warmup",
                    "x",
                    number(LEFT),
                    "y",
                    number(TOP),
                    "width",
                    number(width),
                    "height",
                    number(BOTTOM - TOP));
            label(svg, "inside", LEFT + GAP, TOP + LABEL_DEPTH, "warm-up");
        }
    }

    private static void line(Markup svg, String style, double x1, double y1, double x2, double y2) {
        svg.empty("line", "class", style, "x1", number(x1), "y1", number(y1), "x2", number(x2), "y2", number(y2));
    }

    private static void label(Markup svg, String style, double x, double y, String text) {
        if (!text.isEmpty()) {
            svg.leaf("text", text, "class", style, "x", number(x), "y", number(y));
        }
    }
}
