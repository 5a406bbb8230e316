package io.sluice.router;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.common.metrics.Buckets;
import io.sluice.common.metrics.HistogramFamily;
import io.sluice.common.metrics.LoopWatch;
import io.sluice.common.metrics.SharedHistogram;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.router.proxy.ProxyEvents;
import io.sluice.router.proxy.ProxyFailure;
import io.sluice.router.proxy.ProxyServer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The meters of what happens to clients between their request and the end of their connection, and of the event loops on which it
 * does. {@link RouterCatalogue} lists them.
 *
 * <p>Threading: events from any thread.
 */
@ThreadSafe
final class ProxyMetrics implements ProxyEvents {

    private static final String PREFIX = "sluice.router.";

    private final PrometheusMeterRegistry registry;
    private final Counter retries;
    private final Map<ProxyFailure, Counter> failures = new EnumMap<>(ProxyFailure.class);
    private final SharedHistogram connects;
    private final SharedHistogram durations;
    private final HistogramFamily delays;
    private final AtomicInteger loops = new AtomicInteger();

    ProxyMetrics(PrometheusMeterRegistry registry) {
        this.registry = registry;
        this.retries = Counter.builder(PREFIX + "retries")
                .description("Connections and requests that went on to another backend after one failed")
                .register(registry);
        for (ProxyFailure failure : ProxyFailure.values()) {
            failures.put(failure, failureCounter(failure));
        }
        this.connects = registered(new HistogramFamily(RouterCatalogue.CONNECT, Buckets.LATENCY))
                .shared();
        this.durations = registered(new HistogramFamily(RouterCatalogue.CONNECTION_DURATION, Buckets.LIFETIME))
                .shared();
        this.delays = registered(new HistogramFamily(RouterCatalogue.EVENT_LOOP_DELAY, Buckets.LATENCY));
    }

    @Override
    public void retried() {
        retries.increment();
    }

    @Override
    public void failed(ProxyFailure failure) {
        Counter counter = failures.get(failure);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void answered(long nanos) {
        connects.record(nanos);
    }

    @Override
    public void relayEnded(long nanos) {
        durations.record(nanos);
    }

    /** A watch for one more event loop, which it is to be used on. */
    LoopWatch addLoop(LongSupplier nanoClock) {
        LoopWatch watch = LoopWatch.of(ProxyServer.LOOP_TICK, nanoClock, delays.addLoop());
        String loop = String.valueOf(loops.getAndIncrement());
        Gauge.builder(PREFIX + "event.loop.lag.seconds", watch, LoopWatch::lagSeconds)
                .description(RouterCatalogue.EVENT_LOOP_LAG.meaning())
                .tag("loop", loop)
                .register(registry);
        Gauge.builder(PREFIX + "event.loop.utilisation.ratio", watch, LoopWatch::utilisation)
                .description(RouterCatalogue.EVENT_LOOP_UTILISATION.meaning())
                .tag("loop", loop)
                .register(registry);
        return watch;
    }

    private HistogramFamily registered(HistogramFamily histogram) {
        registry.getPrometheusRegistry().register(histogram);
        return histogram;
    }

    private Counter failureCounter(ProxyFailure failure) {
        return Counter.builder(PREFIX + "failures")
                .description("Requests that this router answered itself")
                .tag("reason", failure.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
