package io.sluice.common.management;

import static io.sluice.common.metrics.MetricType.GAUGE;
import static io.sluice.common.metrics.MetricType.INFO;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.util.internal.PlatformDependent;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.sluice.common.log.LogMetrics;
import io.sluice.common.metrics.MetricSpec;
import java.util.List;
import java.util.stream.Stream;

/** What every program of Sluice tells of itself besides {@link JvmMetrics}: what was built, and Netty's direct memory. */
public final class ProcessMetrics {

    private static final MetricSpec BUILD = new MetricSpec(
            "sluice_build_info",
            INFO,
            List.of("component", "version", "java"),
            "",
            "Which program of which version runs on which Java");

    private static final MetricSpec DIRECT_MEMORY = new MetricSpec(
            "sluice_netty_direct_memory_bytes",
            GAUGE,
            List.of(),
            "bytes",
            "Direct memory that Netty has taken for the buffers of sockets");

    private static final MetricSpec DIRECT_MEMORY_MAX = new MetricSpec(
            "sluice_netty_direct_memory_max_bytes",
            GAUGE,
            List.of(),
            "bytes",
            "Direct memory that Netty may take; what wants more fails");

    /** All of them, and those of the log, which it binds itself. */
    public static final List<MetricSpec> CATALOGUE = Stream.concat(
                    List.of(BUILD, DIRECT_MEMORY, DIRECT_MEMORY_MAX).stream(), LogMetrics.CATALOGUE.stream())
            .toList();

    private ProcessMetrics() {}

    /**
     * Adds them.
     *
     * @param component {@code gateway} or {@code router}
     * @param version what the program calls its version
     */
    public static void bind(PrometheusMeterRegistry registry, String component, String version) {
        Labels labels =
                Labels.of("component", component, "version", version, "java", System.getProperty("java.version"));
        InfoSnapshot build = InfoSnapshot.builder()
                .name("sluice_build")
                .help(BUILD.meaning())
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(labels)
                        .build())
                .build();
        registry.getPrometheusRegistry().register(() -> build);
        Gauge.builder(DIRECT_MEMORY.name(), PlatformDependent::usedDirectMemory)
                .description(DIRECT_MEMORY.meaning())
                .register(registry);
        Gauge.builder(DIRECT_MEMORY_MAX.name(), PlatformDependent::maxDirectMemory)
                .description(DIRECT_MEMORY_MAX.meaning())
                .register(registry);
    }
}
