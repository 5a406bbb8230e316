package io.sluice.common.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class JvmMetricsTest {

    @Test
    void theJvmAndItsProcessAreMeasured() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

        try (JvmMetrics metrics = new JvmMetrics()) {
            metrics.bindTo(registry);
        }

        assertThat(registry.scrape())
                .contains(
                        "jvm_memory_used_bytes",
                        "jvm_gc_",
                        "jvm_threads_live_threads",
                        "jvm_info",
                        "process_cpu_usage",
                        "process_uptime_seconds",
                        "process_files_open_files");
    }
}
