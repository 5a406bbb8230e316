package io.sluice.router.discovery;

import io.sluice.common.cluster.NodeRecord;
import io.vertx.core.Future;
import java.util.List;

/** Where {@link RegistryInquiry} reads the nodes; {@code NodeRegistry::list} in production. */
@FunctionalInterface
public interface NodeDirectory {

    /**
     * All nodes that are alive, in any order. Called on one event loop and not again before it has answered, so it must
     * answer in bounded time; any failure means that the registry cannot be read now.
     */
    Future<List<NodeRecord>> list();
}
