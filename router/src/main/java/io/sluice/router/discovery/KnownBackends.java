package io.sluice.router.discovery;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.backend.LoadReport;
import io.sluice.router.discovery.DiscoveryEvents.Ignored;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
 *   <li>A record with the id of a backend, but another address or an older heartbeat, is of another process, and counts as
 *       if it were not there. When the backend's own has been missing for its grace, the other has the id.
 *   <li>A record with the address of a backend, but another id, is of a process started later: two cannot listen there.
 *       What the earlier one left behind does not count for as long as the later one is known.
 * </ul>
 *
 * <p>No time of another machine's clock has a part in this: nodes whose clocks are minutes off are as good as others.
 *
 * <p>Threading: confined to the event loop of {@link PolledSource}.
 */
@EventLoopConfined
final class KnownBackends {

    /** A heartbeat is due every second; five of them do not get lost by chance. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** Two nodes that share an id are a fault of the installation; beyond so many ids nobody reads of it anyway. */
    private static final int MAX_REPORTED = 100;

    private static final Logger LOG = LoggerFactory.getLogger(KnownBackends.class);

    /* Two nodes that begin to share an address within one answer: the later one has made fewer heartbeats. */
    private static final Comparator<NodeRecord> OLDEST_FIRST =
            Comparator.comparingLong(NodeRecord::sequence).reversed().thenComparing(NodeRecord::id);

    /**
     * A backend as its process described it last.
     *
     * @param sequence number of that heartbeat
     * @param missingSinceNanos when an answer first lacked the backend, {@code null} while it is listed
     */
    private record Known(Backend backend, long sequence, @Nullable Long missingSinceNanos) {

        Known missing(long nowNanos) {
            return missingSinceNanos == null ? new Known(backend, sequence, nowNanos) : this;
        }

        boolean gone(long nowNanos) {
            return missingSinceNanos != null && (backend.draining() || nowNanos - missingSinceNanos >= GRACE.toNanos());
        }

        boolean isContradictedBy(NodeRecord node) {
            return !backend.address().equals(addressOf(node)) || node.sequence() < sequence;
        }
    }

    private final DiscoveryEvents events;
    private final BackendLimit limit = new BackendLimit();
    private final SortedMap<String, Known> byId = new TreeMap<>();

    /** Ids of records left behind by earlier processes, with the id of the later process at the same address. */
    private final SortedMap<String, String> takenOver = new TreeMap<>();

    private final Set<String> reported = new HashSet<>();

    KnownBackends(DiscoveryEvents events) {
        this.events = events;
    }

    /** The registry answered. */
    List<Backend> answered(List<NodeRecord> nodes, long nowNanos) {
        forgetTakeOversNotIn(nodes);
        byId.replaceAll((id, known) -> known.missing(nowNanos));
        List<NodeRecord> own = nodes.stream()
                .sorted(OLDEST_FIRST)
                .filter(node -> isOfNobodyElse(node, nowNanos))
                .toList();
        Map<BackendAddress, String> idByAddress = new HashMap<>();
        byId.forEach((id, known) -> idByAddress.put(known.backend().address(), id));
        limit.unused((int) own.stream().filter(node -> !use(node, idByAddress)).count());
        byId.values().removeIf(known -> known.gone(nowNanos));
        return backends();
    }

    /** The registry did not answer. */
    List<Backend> unanswered() {
        byId.replaceAll((id, known) -> new Known(known.backend(), known.sequence(), null));
        return backends();
    }

    private void forgetTakeOversNotIn(List<NodeRecord> nodes) {
        Set<String> listed = nodes.stream().map(NodeRecord::id).collect(Collectors.toSet());
        takenOver.entrySet().removeIf(each -> !listed.contains(each.getKey()) || !byId.containsKey(each.getValue()));
    }

    private boolean isOfNobodyElse(NodeRecord node, long nowNanos) {
        if (takenOver.containsKey(node.id())) {
            events.ignored(Ignored.ADDRESS_TAKEN_OVER);
            return false;
        }
        Known known = byId.get(node.id());
        if (known == null || known.gone(nowNanos) || !known.isContradictedBy(node)) {
            return true;
        }
        events.ignored(Ignored.ID_OF_ANOTHER);
        reportSharedId(node, known);
        return false;
    }

    private void reportSharedId(NodeRecord node, Known known) {
        if (reported.size() < MAX_REPORTED && reported.add(node.id())) {
            LOG.warn(
                    "Two nodes go by one id, the one known first is used; give each its own: id={} used={} ignored={}",
                    node.id(),
                    known.backend().address(),
                    addressOf(node));
        }
    }

    private boolean use(NodeRecord node, Map<BackendAddress, String> idByAddress) {
        String earlier = idByAddress.get(addressOf(node));
        if (earlier != null && !earlier.equals(node.id())) {
            takeOver(earlier, node.id());
        }
        boolean fits = byId.size() < BackendLimit.MAX_BACKENDS || byId.containsKey(node.id());
        if (fits) {
            byId.put(node.id(), new Known(toBackend(node), node.sequence(), null));
            idByAddress.put(addressOf(node), node.id());
        }
        return fits;
    }

    private void takeOver(String earlier, String later) {
        byId.remove(earlier);
        takenOver.replaceAll((oldest, by) -> by.equals(earlier) ? later : by);
        takenOver.put(earlier, later);
    }

    private List<Backend> backends() {
        return byId.values().stream().map(Known::backend).toList();
    }

    private static BackendAddress addressOf(NodeRecord node) {
        return new BackendAddress(node.host(), node.port());
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
