package io.sluice.common.metrics;

import java.util.List;

/**
 * What a metric is: one line of the catalogue of a program.
 *
 * @param name as Prometheus shows it; that of a counter ends in {@code _total}, that of a histogram has no suffix
 * @param labels names of its labels
 * @param unit of its values; empty for plain numbers
 * @param meaning a phrase, which is its help text too
 */
public record MetricSpec(String name, MetricType type, List<String> labels, String unit, String meaning) {

    public MetricSpec {
        labels = List.copyOf(labels);
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("a name must be lower case with underscores but was " + name);
        }
        if ((type == MetricType.COUNTER) != name.endsWith("_total")) {
            throw new IllegalArgumentException("counters, and nothing else, must end in _total but there was " + name);
        }
    }
}
