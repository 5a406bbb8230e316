package io.sluice.common.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sluice.common.threading.ThreadSafe;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/**
 * One counter or gauge as Prometheus sees it: for each set of label values the sum of what one or more sources say when somebody
 * scrapes.
 *
 * <p>Limit: whoever adds sources sees to it that label values come from a fixed set.
 */
@ThreadSafe
public final class ValueFamily implements Collector {

    private static final String COUNTER_SUFFIX = "_total";

    private final MetricSpec spec;
    private final Map<Labels, List<DoubleSupplier>> series = new ConcurrentHashMap<>();

    /** @param spec of a counter or a gauge */
    public ValueFamily(MetricSpec spec) {
        this.spec = spec;
    }

    /**
     * Adds a source; several of the same labels are summed.
     *
     * @param labels names and values in turn
     */
    public void add(DoubleSupplier source, String... labels) {
        series.computeIfAbsent(Labels.of(labels), key -> new CopyOnWriteArrayList<>())
                .add(source);
    }

    @Override
    public String getPrometheusName() {
        return baseName();
    }

    @Override
    public MetricSnapshot collect() {
        return spec.type() == MetricType.COUNTER ? counter() : gauge();
    }

    private CounterSnapshot counter() {
        CounterSnapshot.Builder snapshot =
                CounterSnapshot.builder().name(baseName()).help(spec.meaning());
        series.forEach((labels, sources) -> snapshot.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(sum(sources))
                .build()));
        return snapshot.build();
    }

    private GaugeSnapshot gauge() {
        GaugeSnapshot.Builder snapshot =
                GaugeSnapshot.builder().name(baseName()).help(spec.meaning());
        series.forEach((labels, sources) -> snapshot.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(sum(sources))
                .build()));
        return snapshot.build();
    }

    /** The library adds the suffix of counters itself. */
    private String baseName() {
        String name = spec.name();
        return name.endsWith(COUNTER_SUFFIX) ? name.substring(0, name.length() - COUNTER_SUFFIX.length()) : name;
    }

    private static double sum(List<DoubleSupplier> sources) {
        return sources.stream().mapToDouble(DoubleSupplier::getAsDouble).sum();
    }
}
