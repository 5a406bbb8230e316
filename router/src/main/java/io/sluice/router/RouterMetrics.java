package io.sluice.router;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.common.admission.Admission;
import io.sluice.common.admission.RefusalReason;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.common.tls.ServerTls;
import io.sluice.router.negotiate.Reservations;
import io.sluice.router.pool.BackendPool;
import io.sluice.router.pool.ConnectionKind;
import io.sluice.router.pool.PlacementCounts;
import io.sluice.router.pool.PoolSnapshot;
import io.sluice.router.pool.PooledBackend;
import io.sluice.router.pool.Refusal;
import io.sluice.router.pool.Standing;
import io.sluice.router.proxy.relay.RelayTraffic;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The meters of the pool, and of what is counted elsewhere in the router; {@link RouterCatalogue} lists them. The label {@code backend} is the id of a backend; its meters go when the backend goes, so
 * there are never more than backends.
 *
 * <p>Threading: bound by one thread; {@link #track} from one thread at a time.
 */
@ThreadSafe
final class RouterMetrics {

    private static final String PREFIX = "sluice.router.";
    private static final String BACKEND = "backend";

    /** Those that a router gives; it knows neither users nor a rate of its own. */
    private static final Set<RefusalReason> REFUSALS = EnumSet.of(
            RefusalReason.CONNECTION_LIMIT,
            RefusalReason.HANDSHAKES,
            RefusalReason.SOURCE_RATE,
            RefusalReason.SOURCE_CONNECTIONS);

    private final MeterRegistry registry;

    /** Touched only by {@link #track}. */
    private final IdentityHashMap<PooledBackend, List<Meter>> tracked = new IdentityHashMap<>();

    RouterMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Adds the meters of the pool as a whole. */
    void bind(BackendPool pool) {
        bindDecisions(pool);
        backends(pool, "known", backend -> true);
        backends(pool, "draining", backend -> backend.backend().draining());
        backends(pool, "ejected", PooledBackend::ejected);
        backends(pool, "full", PooledBackend::full);
        Gauge.builder(PREFIX + "backends", pool, RouterMetrics::stale)
                .description("Backends by state; stale: known from memory while the source does not answer")
                .tag("state", "stale")
                .register(registry);
    }

    void bind(Reservations reservations) {
        Gauge.builder(PREFIX + "reservations", reservations, Reservations::count)
                .description("Places that are kept free for clients that were told of them by /negotiate")
                .register(registry);
    }

    private void bindDecisions(BackendPool pool) {
        for (Standing standing : Standing.values()) {
            FunctionCounter.builder(PREFIX + "decisions", pool.counts(), counts -> counts.placed(standing))
                    .description("Connections placed, by how good the backends were that there were to choose from")
                    .tag("among", standing.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        for (Refusal.Reason reason : Refusal.Reason.values()) {
            FunctionCounter.builder(PREFIX + "refusals", pool.counts(), counts -> counts.refused(reason))
                    .description("Connections that no place was found for, by the reason")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        FunctionCounter.builder(PREFIX + "decisions.outside.zone", pool.counts(), PlacementCounts::outsideZone)
                .description("Connections placed in another zone than the router's")
                .register(registry);
        Gauge.builder(PREFIX + "imbalance", pool, counted -> counted.snapshot().imbalance())
                .description("Most connections of a backend by their mean, as reported; 1 is even")
                .register(registry);
    }

    void bind(RelayTraffic traffic) {
        bytes("to_backends", traffic, RelayTraffic::bytesToBackends);
        bytes("to_clients", traffic, RelayTraffic::bytesToClients);
    }

    /** Adds what there is to know of certificates, if there are any. */
    void bind(ServerTls tls) {
        if (tls.enabled()) {
            Gauge.builder(PREFIX + "tls.certificate.expiry.seconds", tls, ServerTls::expiresUnixSeconds)
                    .description(
                            "The first moment at which a certificate in use is no longer valid, in seconds since 1970")
                    .register(registry);
            reloads("used", tls, ServerTls::reloads);
            reloads("refused", tls, ServerTls::failedReloads);
        }
    }

    private void reloads(String outcome, ServerTls tls, ToDoubleFunction<ServerTls> count) {
        FunctionCounter.builder(PREFIX + "tls.reloads", tls, count)
                .description("New certificates that were found while running")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Adds what admission counts. */
    void bind(Admission admission) {
        for (RefusalReason refusal : REFUSALS) {
            FunctionCounter.builder(PREFIX + "refused", admission, asked -> asked.refused(refusal))
                    .description("WebSocket handshakes not let in, by reason")
                    .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder(PREFIX + "handshakes", admission, Admission::handshakes)
                .description("WebSocket handshakes that wait for their backend")
                .register(registry);
    }

    /** Gives each backend its meters, and takes away those of backends that are gone. */
    void track(PoolSnapshot snapshot) {
        Set<PooledBackend> gone = new HashSet<>(tracked.keySet());
        snapshot.backends().forEach(gone::remove);
        gone.forEach(this::forget);
        for (PooledBackend backend : snapshot.backends()) {
            if (!tracked.containsKey(backend)) {
                tracked.put(backend, metersOf(backend));
            }
        }
    }

    private void forget(PooledBackend backend) {
        List<Meter> meters = tracked.remove(backend);
        if (meters != null) {
            meters.forEach(registry::remove);
        }
    }

    private List<Meter> metersOf(PooledBackend backend) {
        return Stream.of(
                        open(backend, ConnectionKind.WEBSOCKET),
                        open(backend, ConnectionKind.HTTP),
                        open(backend, ConnectionKind.RESERVATION),
                        load(backend),
                        counter(
                                backend,
                                "placements",
                                "Connections placed, failed ones included",
                                PooledBackend::placed),
                        counter(backend, "backend.failures", "Placed connections that failed", PooledBackend::failed),
                        counter(
                                backend,
                                "backend.refusals",
                                "Placed connections that it refused because it was full",
                                PooledBackend::refused),
                        counter(
                                backend,
                                "ejections",
                                "Times it was left alone after a failure",
                                PooledBackend::ejections))
                .toList();
    }

    private Meter open(PooledBackend backend, ConnectionKind kind) {
        return Gauge.builder(PREFIX + "connections", backend, member -> member.open(kind))
                .description("Connections of this router that are open now, and places that it keeps free")
                .tag(BACKEND, backend.backend().id())
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Meter load(PooledBackend backend) {
        return Gauge.builder(PREFIX + "backend.load", backend, PooledBackend::load)
                .description("Connections that it is balanced by: its report and what this router placed since")
                .tag(BACKEND, backend.backend().id())
                .register(registry);
    }

    private Meter counter(
            PooledBackend backend, String name, String description, ToDoubleFunction<PooledBackend> count) {
        return FunctionCounter.builder(PREFIX + name, backend, count)
                .description(description)
                .tag(BACKEND, backend.backend().id())
                .register(registry);
    }

    private void backends(BackendPool pool, String state, Predicate<PooledBackend> isInState) {
        Gauge.builder(PREFIX + "backends", pool, counted -> count(counted, isInState))
                .description("Backends by state; stale: known from memory while the source does not answer")
                .tag("state", state)
                .register(registry);
    }

    private void bytes(String direction, RelayTraffic traffic, ToDoubleFunction<RelayTraffic> count) {
        FunctionCounter.builder(PREFIX + "relayed", traffic, count)
                .description("Bytes of WebSocket connections passed on")
                .baseUnit("bytes")
                .tag("direction", direction)
                .register(registry);
    }

    private static double count(BackendPool pool, Predicate<PooledBackend> isInState) {
        return pool.snapshot().backends().stream().filter(isInState).count();
    }

    private static double stale(BackendPool pool) {
        PoolSnapshot snapshot = pool.snapshot();
        return snapshot.stale() ? snapshot.backends().size() : 0;
    }
}
