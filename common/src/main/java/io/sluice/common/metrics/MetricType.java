package io.sluice.common.metrics;

import java.util.Locale;

/** What a metric's values mean over time. */
public enum MetricType {
    /** Rises until the process ends. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /** Values sorted into classes, with their number and sum; classic buckets. */
    HISTOGRAM,
    /** Always 1; what it says is in its labels. */
    INFO;

    /** As Prometheus calls it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
