package io.sluice.gateway.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.common.admission.Admission;
import io.sluice.common.admission.RefusalReason;
import io.sluice.common.metrics.HistogramFamily;
import io.sluice.common.metrics.LoopCounter;
import io.sluice.common.metrics.LoopHistogram;
import io.sluice.common.metrics.LoopWatch;
import io.sluice.common.metrics.SharedHistogram;
import io.sluice.common.metrics.ValueFamily;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.threading.ThreadSafe;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;

/**
 * Shows what this node measures, all of it by a {@link GatewayMetric}. The hot path touches {@link LoopCounters} only; they are
 * summed here when somebody scrapes.
 */
@ThreadSafe
public final class GatewayMetrics {

    private final Map<GatewayMetric, ValueFamily> values = new EnumMap<>(GatewayMetric.class);
    private final Map<GatewayMetric, HistogramFamily> histograms = new EnumMap<>(GatewayMetric.class);
    private final List<LoopCounters> loops = new CopyOnWriteArrayList<>();
    private final DisconnectCounters disconnects = new DisconnectCounters();

    public GatewayMetrics(PrometheusMeterRegistry registry) {
        PrometheusRegistry target = registry.getPrometheusRegistry();
        for (GatewayMetric metric : GatewayMetric.values()) {
            if (metric.isHistogram()) {
                HistogramFamily family = new HistogramFamily(metric.spec(), metric.buckets());
                histograms.put(metric, family);
                target.register(family);
            } else {
                ValueFamily family = new ValueFamily(metric.spec());
                values.put(metric, family);
                target.register(family);
            }
        }
        add(GatewayMetric.DISCONNECTS, disconnects::custom, "custom");
        for (DisconnectCode code : DisconnectCode.values()) {
            add(GatewayMetric.DISCONNECTS, () -> disconnects.get(code), String.valueOf(code.code()));
        }
    }

    /** The counters of one more event loop. */
    public LoopCounters addLoop() {
        LoopCounters counters = new LoopCounters();
        counters.showIn(new Display());
        loops.add(counters);
        return counters;
    }

    /** Adds how well an event loop keeps up. */
    public void add(LoopWatch watch, int loop) {
        add(GatewayMetric.EVENT_LOOP_LAG_SECONDS, watch::lagSeconds, String.valueOf(loop));
        add(GatewayMetric.EVENT_LOOP_UTILISATION_RATIO, watch::utilisation, String.valueOf(loop));
    }

    public DisconnectCounters disconnects() {
        return disconnects;
    }

    /**
     * Adds a figure that somebody else keeps; several with the same label values are summed.
     *
     * @param labelValues in the order of the metric's labels
     */
    public void add(GatewayMetric metric, DoubleSupplier value, String... labelValues) {
        Objects.requireNonNull(values.get(metric), metric::name).add(value, metric.labelled(labelValues));
    }

    /** A histogram that any thread may fill: the same one for the same label values. */
    public SharedHistogram histogram(GatewayMetric metric, String... labelValues) {
        return family(metric).shared(metric.labelled(labelValues));
    }

    /** Adds what admission counts. */
    public void add(Admission admission) {
        for (RefusalReason refusal : RefusalReason.values()) {
            add(
                    GatewayMetric.REFUSED,
                    () -> admission.refused(refusal),
                    refusal.name().toLowerCase(Locale.ROOT));
        }
        add(GatewayMetric.ADMITTED, admission::admitted);
        add(GatewayMetric.HANDSHAKES_OPEN, admission::handshakes);
    }

    /** A figure summed over all loops. */
    public long sum(ToLongFunction<LoopCounters> figure) {
        return loops.stream().mapToLong(figure).sum();
    }

    /** The worst lag of any event loop within the last second or two. */
    public Duration worstLag() {
        return Duration.ofNanos(
                loops.stream().mapToLong(loop -> loop.worstLagNanos.get()).max().orElse(0));
    }

    private HistogramFamily family(GatewayMetric metric) {
        return Objects.requireNonNull(histograms.get(metric), metric::name);
    }

    private final class Display implements LoopCounters.Display {

        @Override
        public void show(GatewayMetric metric, LoopCounter counter, String... labelValues) {
            add(metric, counter::get, labelValues);
        }

        @Override
        public void show(GatewayMetric metric, LoopHistogram histogram, String... labelValues) {
            family(metric).add(histogram, metric.labelled(labelValues));
        }
    }
}
