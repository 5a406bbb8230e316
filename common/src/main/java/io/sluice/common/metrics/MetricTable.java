package io.sluice.common.metrics;

import java.util.List;
import java.util.stream.Collectors;

/** A catalogue of metrics as a table in Markdown, for {@code docs/metrics.md}. */
public final class MetricTable {

    private static final String HEAD =
            """
            | name | type | labels | unit | meaning |
            |---|---|---|---|---|
            """;

    private MetricTable() {}

    /** The table, one line for each metric, in their order; it ends with a line break. */
    public static String of(List<MetricSpec> metrics) {
        return metrics.stream().map(MetricTable::line).collect(Collectors.joining("", HEAD, ""));
    }

    private static String line(MetricSpec metric) {
        return "| `" + metric.name() + "` | " + metric.type().label() + " | " + codes(metric.labels()) + " | "
                + metric.unit() + " | " + metric.meaning().replace("|", "\\|") + " |\n";
    }

    private static String codes(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
