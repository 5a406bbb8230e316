package io.sluice.common.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class ProcessMetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void theBuildIsToldByLabels() {
        ProcessMetrics.bind(registry, "gateway", "1.2.3");

        assertThat(registry.scrape())
                .contains("sluice_build_info{component=\"gateway\",java=\"" + System.getProperty("java.version")
                        + "\",version=\"1.2.3\"} 1");
    }

    @Test
    void directMemoryThatIsTakenIsSeen() {
        ProcessMetrics.bind(registry, "gateway", "1.2.3");
        ByteBuf taken = new PooledByteBufAllocator(true).directBuffer(1 << 20);
        try {
            double used = value("sluice_netty_direct_memory_bytes");
            assertThat(used).isGreaterThanOrEqualTo(1 << 20);
            assertThat(value("sluice_netty_direct_memory_max_bytes")).isGreaterThan(used);
        } finally {
            taken.release();
        }
    }

    private double value(String name) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
