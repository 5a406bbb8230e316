package io.sluice.loadtest.report;

import io.sluice.loadtest.measure.ProcessUsage;
import io.sluice.loadtest.measure.TimelinePoint;
import io.sluice.loadtest.report.chart.LineChart;
import io.sluice.loadtest.report.chart.LineChart.Axis;
import io.sluice.loadtest.report.chart.Point;
import io.sluice.loadtest.report.chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The charts of a run: latency, throughput, and CPU and memory by process, over the seconds of the run.
 *
 * @param counted what throughput counts, e.g. {@code messages}
 * @param timeline in the order of time
 */
record TimelineCharts(String counted, List<TimelinePoint> timeline) {
    private static final Axis TIME = new Axis("time since the measurement began", "s");
    private static final double MEBI = 1024 * 1024;
    /** How long the first interval was cannot be seen from the points; it is about a second, as all are. */
    private static final double USUAL_INTERVAL_SECONDS = 1;

    TimelineCharts {
        timeline = List.copyOf(timeline);
    }

    /** Those in which there is anything above 0 to see: idle clients have no throughput. */
    List<LineChart> all() {
        return Stream.of(
                        new LineChart(
                                "Latency",
                                TIME,
                                new Axis("latency", "ms"),
                                true,
                                List.of(
                                        new Series("p50 (median)", points(TimelinePoint::p50Millis)),
                                        new Series("p99", points(TimelinePoint::p99Millis)),
                                        new Series("max", points(TimelinePoint::maxMillis)))),
                        new LineChart(
                                "Throughput",
                                TIME,
                                new Axis(counted, "1/s"),
                                false,
                                List.of(new Series(counted, throughput()))),
                        new LineChart("CPU", TIME, new Axis("CPU", "cores"), false, byProcess(ProcessUsage::cores)),
                        new LineChart(
                                "Resident memory",
                                TIME,
                                new Axis("memory", "MiB"),
                                false,
                                byProcess(usage -> usage.residentBytes() / MEBI)))
                .filter(TimelineCharts::showsSomething)
                .toList();
    }

    private static boolean showsSomething(LineChart chart) {
        return chart.lines().stream().flatMap(line -> line.points().stream()).anyMatch(point -> point.y() > 0);
    }

    private List<Point> points(ToDoubleFunction<TimelinePoint> value) {
        return timeline.stream()
                .map(point -> new Point(point.atSeconds(), value.applyAsDouble(point)))
                .toList();
    }

    private List<Point> throughput() {
        List<Point> points = new ArrayList<>();
        double previous = timeline.isEmpty() ? 0 : timeline.get(0).atSeconds() - USUAL_INTERVAL_SECONDS;
        for (TimelinePoint point : timeline) {
            points.add(new Point(point.atSeconds(), point.delivered() / (point.atSeconds() - previous)));
            previous = point.atSeconds();
        }
        return points;
    }

    private List<Series> byProcess(ToDoubleFunction<ProcessUsage> value) {
        return timeline.stream()
                .flatMap(point -> point.processes().stream())
                .map(ProcessUsage::process)
                .distinct()
                .map(process -> new Series(process, points(point -> usage(point, process, value))))
                .toList();
    }

    /** Not a number, which becomes a gap, where the process did not run. */
    private static double usage(TimelinePoint point, String process, ToDoubleFunction<ProcessUsage> value) {
        return point.processes().stream()
                .filter(usage -> usage.process().equals(process))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
