package io.sluice.router.discovery;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.router.backend.Backend;
import io.vertx.core.Future;
import java.util.List;

/** Asks the registry for the nodes that are alive. */
@EventLoopConfined
public final class RegistryInquiry implements BackendInquiry<List<NodeRecord>> {

    private final NodeDirectory directory;
    private final KnownBackends known;

    public RegistryInquiry(NodeDirectory directory, DiscoveryEvents events) {
        this.directory = directory;
        this.known = new KnownBackends(events);
    }

    @Override
    public String who() {
        return "The registry";
    }

    @Override
    public Future<List<NodeRecord>> ask() {
        return directory.list();
    }

    @Override
    public List<Backend> answered(List<NodeRecord> answer, long nowNanos) {
        return known.answered(answer, nowNanos);
    }

    @Override
    public List<Backend> unanswered() {
        return known.unanswered();
    }
}
