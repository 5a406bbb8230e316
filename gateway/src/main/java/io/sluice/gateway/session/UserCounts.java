package io.sluice.gateway.session;

import io.sluice.common.threading.ThreadSafe;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many connections each user has on this node. All anonymous clients count as one user. Any thread. */
@ThreadSafe
public final class UserCounts {

    private final ConcurrentMap<String, Integer> connections = new ConcurrentHashMap<>();

    void connected(String user) {
        connections.merge(user, 1, Integer::sum);
    }

    void disconnected(String user) {
        connections.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
    }

    /** Number of distinct users. */
    public int size() {
        return connections.size();
    }
}
