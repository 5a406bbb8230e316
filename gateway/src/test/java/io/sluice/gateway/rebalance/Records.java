package io.sluice.gateway.rebalance;

import io.sluice.common.cluster.NodeAccess;
import io.sluice.common.cluster.NodeCapacity;
import io.sluice.common.cluster.NodePressure;
import io.sluice.common.cluster.NodeRecord;

/** Node records of which only what rebalancing heeds is remarkable. */
final class Records {

    private Records() {}

    static NodeRecord of(String id, long sequence, int connections) {
        return of(id, sequence, connections, false, 0);
    }

    static NodeRecord draining(String id, long sequence, int connections) {
        return of(id, sequence, connections, true, 0);
    }

    static NodeRecord limited(String id, long sequence, int connections, int maxConnections) {
        return of(id, sequence, connections, false, maxConnections);
    }

    private static NodeRecord of(String id, long sequence, int connections, boolean draining, int maxConnections) {
        return new NodeRecord(
                id,
                id,
                "10.0.0.7",
                8000,
                0,
                sequence,
                connections,
                0,
                0,
                0,
                0,
                draining,
                "1",
                0,
                NodePressure.NONE,
                new NodeCapacity(maxConnections, 0, 0),
                NodeAccess.PLAIN);
    }
}
