package io.sluice.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueFamilyTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private ValueFamily register(String name, MetricType type) {
        ValueFamily family = new ValueFamily(new MetricSpec(name, type, List.of("kind"), "", "What it is"));
        registry.getPrometheusRegistry().register(family);
        return family;
    }

    @Test
    void sourcesOfTheSameLabelsAreSummed() {
        ValueFamily gauge = register("sluice_test_open", MetricType.GAUGE);
        gauge.add(() -> 3, "kind", "a");
        gauge.add(() -> -1, "kind", "a");
        gauge.add(() -> 5, "kind", "b");

        assertThat(registry.scrape())
                .contains("# HELP sluice_test_open What it is\n# TYPE sluice_test_open gauge\n")
                .contains("sluice_test_open{kind=\"a\"} 2.0\n")
                .contains("sluice_test_open{kind=\"b\"} 5.0\n");
    }

    @Test
    void aCounterKeepsItsName() {
        register("sluice_test_things_total", MetricType.COUNTER).add(() -> 7);

        assertThat(registry.scrape())
                .contains("# TYPE sluice_test_things_total counter\n")
                .contains("sluice_test_things_total 7.0\n");
    }

    @Test
    void whatHasNoSourceIsNotShown() {
        register("sluice_test_things_total", MetricType.COUNTER);

        assertThat(registry.scrape()).doesNotContain("sluice_test");
    }
}
