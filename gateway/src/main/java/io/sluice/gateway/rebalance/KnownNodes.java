package io.sluice.gateway.rebalance;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.threading.EventLoopConfined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The other nodes of the cluster, as one read of the registry after the other shows them, and since when they have been the same.
 * Clocks of other machines do not matter: whether a record is up to date is told by the number of its heartbeat.
 */
@EventLoopConfined
final class KnownNodes {

    /**
     * Reads in a row that may show the same heartbeat. Heartbeats and reads both come once a second, so each shows a new one
     * unless writes are lost or late.
     */
    private static final int FRESH_READS = 3;

    private record Seen(long sequence, int reads) {

        boolean isFresh() {
            return reads <= FRESH_READS;
        }
    }

    private record Member(String id, boolean draining) {}

    private final String self;
    private final long settleNanos;

    private Map<String, Seen> seen = Map.of();
    // Null before the first read.
    private @Nullable Set<Member> members;
    private long changedNanos;

    /**
     * @param self id of this node
     * @param settleNanos time without a change after which the cluster is settled
     */
    KnownNodes(String self, long settleNanos) {
        this.self = self;
        this.settleNanos = settleNanos;
    }

    /**
     * Takes one read of the registry.
     *
     * @param draining whether this node drains, whatever its record says yet
     * @return the records of the other nodes that are up to date
     */
    List<NodeRecord> observe(List<NodeRecord> listed, boolean draining, long nowNanos) {
        Map<String, Seen> seenNow = new HashMap<>();
        Set<Member> membersNow = new HashSet<>();
        membersNow.add(new Member(self, draining));
        List<NodeRecord> fresh = new ArrayList<>();
        for (NodeRecord node : listed) {
            if (node.id().equals(self)) {
                continue;
            }
            Seen sight = sight(node);
            seenNow.put(node.id(), sight);
            if (sight.isFresh()) {
                fresh.add(node);
                membersNow.add(new Member(node.id(), node.draining()));
            }
        }
        seen = seenNow;
        // A node that gives its clients away brings reconnects for as long as it does; one that has none left may stay
        // for days.
        boolean somebodyLeaves = fresh.stream().anyMatch(node -> node.draining() && node.connections() > 0);
        if (somebodyLeaves || !membersNow.equals(members)) {
            members = membersNow;
            changedNanos = nowNanos;
        }
        return fresh;
    }

    /** Whether the nodes have been the same for long enough, and none has been giving its clients away. */
    boolean isSettled(long nowNanos) {
        return members != null && nowNanos - changedNanos >= settleNanos;
    }

    private Seen sight(NodeRecord node) {
        Seen before = seen.get(node.id());
        if (before == null || before.sequence() != node.sequence()) {
            return new Seen(node.sequence(), 1);
        }
        return new Seen(node.sequence(), before.reads() + 1);
    }
}
