package io.sluice.common.log;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sluice.common.metrics.MetricSpec;
import io.sluice.common.metrics.MetricType;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The meters of the log, under the same names in every program. */
public final class LogMetrics implements MeterBinder {

    private static final MetricSpec LINES = new MetricSpec(
            "sluice_log_lines_total",
            MetricType.COUNTER,
            List.of("level"),
            "",
            "Lines written to the log that an operator may have to act on");

    private static final MetricSpec SUPPRESSED = new MetricSpec(
            "sluice_log_suppressed_total",
            MetricType.COUNTER,
            List.of(),
            "",
            "Log lines not written, because peers caused more of their kind than log.peer_lines_per_second");

    /** All of them. */
    public static final List<MetricSpec> CATALOGUE = List.of(LINES, SUPPRESSED);

    private final LineLimit limit;

    LogMetrics(LineLimit limit) {
        this.limit = limit;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        lines("warn", LineLimit::warnings, registry);
        lines("error", LineLimit::errors, registry);
        FunctionCounter.builder(SUPPRESSED.name(), limit, LineLimit::suppressed)
                .description(SUPPRESSED.meaning())
                .register(registry);
    }

    private void lines(String level, ToDoubleFunction<LineLimit> count, MeterRegistry registry) {
        FunctionCounter.builder(LINES.name(), limit, count)
                .description(LINES.meaning())
                .tag("level", level)
                .register(registry);
    }
}
