package io.sluice.common.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.sluice.common.threading.ThreadSafe;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One histogram as Prometheus sees it, with classic buckets: for each set of label values the sum of what one or more
 * {@link BucketCounts} hold, one for each event loop, say. Micrometer has nothing that reads counts which somebody else keeps,
 * so this goes into the registry of Prometheus beside it.
 *
 * <p>Limit: whoever adds series sees to it that label values come from a fixed set.
 */
@ThreadSafe
public final class HistogramFamily implements Collector {

    private final MetricSpec spec;
    private final Buckets buckets;
    private final Map<Labels, List<BucketCounts>> series = new ConcurrentHashMap<>();

    /** @param spec of a histogram */
    public HistogramFamily(MetricSpec spec, Buckets buckets) {
        this.spec = spec;
        this.buckets = buckets;
    }

    /**
     * A histogram that one event loop fills. Several of the same labels are summed.
     *
     * @param labels names and values in turn
     */
    public LoopHistogram addLoop(String... labels) {
        LoopHistogram histogram = new LoopHistogram(buckets);
        counts(Labels.of(labels)).add(histogram);
        return histogram;
    }

    /** The histogram of these labels that any thread may fill: always the same one, made at its first use. */
    public SharedHistogram shared(String... labels) {
        List<BucketCounts> counts = counts(Labels.of(labels));
        if (counts.isEmpty()) {
            synchronized (counts) {
                if (counts.isEmpty()) {
                    counts.add(new SharedHistogram(buckets));
                }
            }
        }
        return (SharedHistogram) counts.get(0);
    }

    /** Adds what somebody else fills, sorted into the same classes. */
    public void add(BucketCounts counts, String... labels) {
        counts(Labels.of(labels)).add(counts);
    }

    @Override
    public String getPrometheusName() {
        return spec.name();
    }

    @Override
    public HistogramSnapshot collect() {
        HistogramSnapshot.Builder snapshot =
                HistogramSnapshot.builder().name(spec.name()).help(spec.meaning());
        series.forEach((labels, parts) -> snapshot.dataPoint(dataPoint(labels, parts)));
        return snapshot.build();
    }

    private HistogramSnapshot.HistogramDataPointSnapshot dataPoint(Labels labels, List<BucketCounts> parts) {
        long[] counts = new long[buckets.size()];
        double sum = 0;
        for (BucketCounts part : parts) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] += part.count(i);
            }
            sum += part.sum();
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(ClassicHistogramBuckets.of(buckets.upperBounds(), counts))
                .sum(buckets.exposed(sum))
                .build();
    }

    private List<BucketCounts> counts(Labels labels) {
        return series.computeIfAbsent(labels, key -> new CopyOnWriteArrayList<>());
    }
}
