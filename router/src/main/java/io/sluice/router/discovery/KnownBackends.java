package io.sluice.router.discovery;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.backend.LoadReport;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory behind the registry: what its answers, and their absence, say of the backends.
 *
 * <ul>
 *   <li>A backend that is listed is known as listed.
 *   <li>A backend that is no longer listed and was draining is gone.
 *   <li>A backend that is no longer listed and was not draining is kept for {@link #GRACE}: a Redis that has just
 *       restarted is empty until the nodes have told it of themselves again.
 *   <li>While the registry does not answer, everything stays as it is, and no grace runs out: silence is no news.
 * </ul>
 *
 * <p>Threading: confined to the event loop of {@link RegistryDiscovery}.
 */
@EventLoopConfined
final class KnownBackends {

    /** A heartbeat is due every second; five of them do not get lost by chance. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** Far above any installation; what is listed beyond it is not used, and a warning says so. */
    static final int MAX_BACKENDS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(KnownBackends.class);

    /** @param missingSinceNanos when an answer first lacked the backend, {@code null} while it is listed */
    private record Known(Backend backend, @Nullable Long missingSinceNanos) {

        Known missing(long nowNanos) {
            return missingSinceNanos == null ? new Known(backend, nowNanos) : this;
        }

        boolean gone(long nowNanos) {
            return missingSinceNanos != null && (backend.draining() || nowNanos - missingSinceNanos >= GRACE.toNanos());
        }
    }

    private final SortedMap<String, Known> byId = new TreeMap<>();

    /** Whether the last answer listed more than is used, so that a warning is given once. */
    private boolean overflowing;

    /** The registry answered. */
    List<Backend> answered(List<NodeRecord> nodes, long nowNanos) {
        byId.replaceAll((id, known) -> known.missing(nowNanos));
        long used = nodes.stream().filter(this::use).count();
        warnOnceOf(nodes.size() - used);
        byId.values().removeIf(known -> known.gone(nowNanos));
        return backends();
    }

    /** The registry did not answer. */
    List<Backend> unanswered() {
        byId.replaceAll((id, known) -> new Known(known.backend(), null));
        return backends();
    }

    private boolean use(NodeRecord node) {
        boolean fits = byId.size() < MAX_BACKENDS || byId.containsKey(node.id());
        if (fits) {
            byId.put(node.id(), new Known(toBackend(node), null));
        }
        return fits;
    }

    private void warnOnceOf(long unused) {
        if (unused > 0 && !overflowing) {
            LOG.warn("More nodes are registered than can be used: used={} unused={}", MAX_BACKENDS, unused);
        }
        overflowing = unused > 0;
    }

    private List<Backend> backends() {
        return byId.values().stream().map(Known::backend).toList();
    }

    private static Backend toBackend(NodeRecord node) {
        return new Backend(
                node.id(),
                node.name(),
                new BackendAddress(node.host(), node.port()),
                node.draining(),
                reportOf(node),
                node.capacity(),
                node.access());
    }

    private static LoadReport reportOf(NodeRecord node) {
        return new LoadReport(
                node.sequence(),
                node.connections(),
                node.messagesPerSecond(),
                node.eventLoopLagMillis(),
                node.pressure().queuedBytes(),
                node.pressure().heapUsed());
    }
}
