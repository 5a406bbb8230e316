package io.sluice.router.discovery;

import io.sluice.common.cluster.NodeAccess;
import io.sluice.common.cluster.NodeCapacity;
import io.sluice.common.cluster.NodePressure;
import io.sluice.common.cluster.NodeRecord;
import io.sluice.router.backend.Backend;
import java.util.List;

/** Node records of which only what the router reads matters. */
public final class TestNodes {

    private TestNodes() {}

    public static NodeRecord node(String id) {
        return node(id, 1, 0, false);
    }

    public static NodeRecord node(String id, long sequence, int connections, boolean draining) {
        return record(id, "host-" + id, 8000, sequence, connections, draining);
    }

    public static NodeRecord record(
            String id, String host, int port, long sequence, int connections, boolean draining) {
        return record(id, host, port, 0, sequence, connections, draining);
    }

    /** A node that, by its own clock, started then; milliseconds since 1970. */
    static NodeRecord startedAt(String id, long startedUnixMillis) {
        return record(id, "host-" + id, 8000, startedUnixMillis, 1, 0, false);
    }

    /** What the registry makes of a node. */
    static Backend backend(String id, long sequence, int connections) {
        return new KnownBackends(reason -> {})
                .answered(List.of(node(id, sequence, connections, false)), 0)
                .get(0);
    }

    private static NodeRecord record(
            String id, String host, int port, long started, long sequence, int connections, boolean draining) {
        return new NodeRecord(
                id,
                id,
                host,
                port,
                started,
                sequence,
                connections,
                0,
                0,
                0,
                0,
                draining,
                "test",
                0,
                NodePressure.NONE,
                NodeCapacity.UNLIMITED,
                NodeAccess.PLAIN);
    }
}
