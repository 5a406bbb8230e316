package io.sluice.loadtest.report;

import io.sluice.loadtest.report.chart.LineChart;
import io.sluice.loadtest.report.chart.Markup;
import io.sluice.loadtest.scenario.Measurement;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A result as a page that needs nothing besides itself: verdict, charts over time, and the table of measurements. It
 * follows the reader's choice of light or dark.
 */
public final class HtmlReport {
    private static final String STYLE_SHEET = "report.css";

    private HtmlReport() {}

    /** Writes the page, in the place of what the file held before. */
    public static void write(ScenarioResult result, Path file) throws IOException {
        Files.writeString(file, page(result));
    }

    static String page(ScenarioResult result) throws IOException {
        Markup page = new Markup()
                .open("html", "lang", "en")
                .open("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .leaf("title", "Sluice load test: " + result.scenario())
                .leaf("style", styleSheet())
                .close()
                .open("body")
                .open("header")
                .leaf("h1", "Load test: " + result.scenario())
                .add(verdict(result.passes(), "passed", "failed"))
                .leaf("p", result.description())
                .close();
        addCharts(page, result);
        addTable(page, result);
        return "<!DOCTYPE html>\n" + page.close().close() + "\n";
    }

    private static void addCharts(Markup page, ScenarioResult result) {
        List<LineChart> charts = new TimelineCharts(result.counted(), result.timeline()).all();
        if (!charts.isEmpty()) {
            page.open("section", "class", "charts");
            charts.forEach(chart -> page.add(chart.figure()));
            page.close();
        }
    }

    private static void addTable(Markup page, ScenarioResult result) {
        page.open("table").open("thead").open("tr");
        page.leaf("th", "measured").leaf("th", "value", "colspan", "2").leaf("th", "at most");
        page.leaf("th", "").close().close().open("tbody");
        result.measurements().forEach(measurement -> addRow(page, measurement));
        page.close().close();
    }

    private static void addRow(Markup page, Measurement measurement) {
        Quantity value = Quantity.of(measurement.value(), measurement.unit());
        page.open("tr")
                .leaf("td", measurement.name())
                .leaf("td", value.number(), "class", "number")
                .leaf("td", value.unit(), "class", "unit")
                .open("td", "class", "limit");
        measurement
                .limit()
                .ifPresent(limit ->
                        page.text(Quantity.of(limit, measurement.unit()).toString()));
        page.close().open("td");
        if (measurement.limit().isPresent()) {
            page.add(verdict(measurement.passes(), "ok", "too much"));
        }
        page.close().close();
    }

    private static Markup verdict(boolean good, String goodWord, String badWord) {
        return new Markup().leaf("span", good ? goodWord : badWord, "class", good ? "verdict good" : "verdict bad");
    }

    private static String styleSheet() throws IOException {
        try (InputStream sheet = HtmlReport.class.getResourceAsStream(STYLE_SHEET)) {
            if (sheet == null) {
                throw new IOException(STYLE_SHEET + " is missing from the program's jar");
            }
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
