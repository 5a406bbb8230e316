package io.sluice.common.cluster;

import io.sluice.common.redis.RedisCommands;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** The register in Redis of the nodes that are alive. */
public final class NodeRegistry {

    public NodeRegistry(RedisCommands commands, String prefix) {}

    public Future<Void> put(NodeRecord record, Duration ttl) {
        return Future.failedFuture("not yet");
    }

    public Future<Void> remove(String id) {
        return Future.failedFuture("not yet");
    }

    public Future<List<NodeRecord>> list() {
        return Future.failedFuture("not yet");
    }
}
