package io.sluice.common.cluster;

import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.LongFunction;

/** Keeps this node's record in the registry alive. */
@ThreadSafe
public final class NodeHeartbeat {

    /**
     * @param recordOfSequence makes the record to write from the number of the heartbeat (1, 2, …)
     */
    public NodeHeartbeat(Vertx vertx, NodeRegistry registry, LongFunction<NodeRecord> recordOfSequence) {}

    public String name() {
        return "node heartbeat";
    }

    public Future<Void> start() {
        return Future.failedFuture("not yet");
    }

    public Future<Void> stop() {
        return Future.failedFuture("not yet");
    }
}
