package io.sluice.router;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.sluice.router.discovery.BackendSource;
import io.sluice.router.discovery.DiscoveryEvents;
import io.sluice.router.health.CheckResult;
import io.sluice.router.probe.ProbeEvents;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The meters of how backends are found and checked. Whether what is known is stale is told by {@code
 * sluice.router.backends} of {@link RouterMetrics}.
 *
 * <p>Threading: any thread.
 */
final class DiscoveryMetrics implements DiscoveryEvents, ProbeEvents {

    private static final String PREFIX = "sluice.router.discovery.";

    private final MeterRegistry registry;
    private final Map<Ignored, Counter> ignored = new EnumMap<>(Ignored.class);
    private final Map<CheckResult, Counter> checks = new EnumMap<>(CheckResult.class);

    DiscoveryMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Ignored reason : Ignored.values()) {
            ignored.put(reason, ignoredCounter(reason));
        }
        for (CheckResult result : CheckResult.values()) {
            checks.put(result, checkCounter(result));
        }
    }

    /** Adds the age of what is known. */
    void bind(String kind, BackendSource source) {
        TimeGauge.builder(PREFIX + "age", () -> source.age().toNanos(), TimeUnit.NANOSECONDS)
                .description("Time since the source of backends last said anything")
                .tag("source", kind)
                .register(registry);
    }

    @Override
    public void ignored(Ignored reason) {
        Objects.requireNonNull(ignored.get(reason)).increment();
    }

    @Override
    public void checked(CheckResult result) {
        Objects.requireNonNull(checks.get(result)).increment();
    }

    private Counter ignoredCounter(Ignored reason) {
        return Counter.builder(PREFIX + "ignored")
                .description("Records and endpoints that were listed but not used, counted with each listing")
                .tag("reason", label(reason))
                .register(registry);
    }

    private Counter checkCounter(CheckResult result) {
        return Counter.builder("sluice.router.health.checks")
                .description("Health checks of backends by result")
                .tag("result", label(result))
                .register(registry);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
