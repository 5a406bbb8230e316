package io.sluice.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HistogramFamilyTest {

    private static final long MILLI = 1_000_000;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private HistogramFamily register(Buckets buckets) {
        HistogramFamily family = new HistogramFamily(
                new MetricSpec("sluice_test_seconds", MetricType.HISTOGRAM, List.of("kind"), "seconds", "How long"),
                buckets);
        registry.getPrometheusRegistry().register(family);
        return family;
    }

    @Test
    void valuesAreCountedInTheFirstBucketThatHoldsThem() {
        LoopHistogram histogram = register(Buckets.seconds(0.001, 0.01)).addLoop();
        histogram.record(MILLI);
        histogram.record(MILLI + 1);
        histogram.record(11 * MILLI, 3);

        assertThat(registry.scrape())
                .contains("# TYPE sluice_test_seconds histogram")
                .contains("sluice_test_seconds_bucket{le=\"0.001\"} 1\n")
                .contains("sluice_test_seconds_bucket{le=\"0.01\"} 2\n")
                .contains("sluice_test_seconds_bucket{le=\"+Inf\"} 5\n")
                .contains("sluice_test_seconds_count 5\n")
                .contains("sluice_test_seconds_sum 0.035");
    }

    @Test
    void negativeValuesCountAsZero() {
        LoopHistogram histogram = register(Buckets.LATENCY).addLoop();
        histogram.record(-5 * MILLI, 2);

        assertThat(registry.scrape())
                .contains("sluice_test_seconds_bucket{le=\"5.0E-4\"} 2\n")
                .contains("sluice_test_seconds_sum 0.0\n");
    }

    @Test
    void loopsOfTheSameLabelsAreSummed() {
        HistogramFamily family = register(Buckets.counts(1, 10));
        family.addLoop("kind", "a").record(1);
        family.addLoop("kind", "a").record(7);
        family.shared("kind", "b").record(100);

        assertThat(registry.scrape())
                .contains("sluice_test_seconds_count{kind=\"a\"} 2\n")
                .contains("sluice_test_seconds_sum{kind=\"a\"} 8.0\n")
                .contains("sluice_test_seconds_bucket{kind=\"b\",le=\"10.0\"} 0\n")
                .contains("sluice_test_seconds_bucket{kind=\"b\",le=\"+Inf\"} 1\n");
    }

    @Test
    void aSharedHistogramIsMadeOnceForItsLabels() {
        HistogramFamily family = register(Buckets.LATENCY);

        assertThat(family.shared("kind", "a")).isSameAs(family.shared("kind", "a"));
        assertThat(family.shared("kind", "a")).isNotSameAs(family.shared("kind", "b"));
    }

    @Test
    void boundsMustAscend() {
        assertThatThrownBy(() -> Buckets.counts(1, 10, 10)).hasMessageContaining("bounds must ascend");
    }

    @Test
    void latencyBucketsReachFromHalfAMillisecondToTenSeconds() {
        register(Buckets.LATENCY).addLoop();

        assertThat(registry.scrape().lines().filter(line -> line.contains("_bucket")))
                .hasSize(15)
                .first()
                .asString()
                .contains("le=\"5.0E-4\"");
    }

    @Test
    void aScrapeWhileALoopCountsSeesACountThatNeverFalls() throws InterruptedException {
        LoopHistogram histogram = register(Buckets.LATENCY).addLoop();
        AtomicBoolean over = new AtomicBoolean();
        Thread loop = new Thread(() -> {
            for (long value = 0; !over.get(); value += MILLI) {
                histogram.record(value % (100 * MILLI));
            }
        });
        loop.start();
        try {
            long before = 0;
            for (int i = 0; i < 200; i++) {
                long now = count();
                assertThat(now).isGreaterThanOrEqualTo(before);
                before = now;
            }
        } finally {
            over.set(true);
            loop.join();
        }
        assertThat(count()).isPositive();
    }

    private long count() {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith("sluice_test_seconds_count"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
