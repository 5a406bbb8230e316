package io.sluice.gateway.session;

import io.sluice.common.threading.ThreadSafe;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many connections each user has on this node. All anonymous clients count as one user. Any thread. */
@ThreadSafe
public final class UserCounts {

    private final ConcurrentMap<String, Integer> connections = new ConcurrentHashMap<>();
    private final int limit;

    /** @param limit most connections of one user on this node, anonymous ones not counted; 0 for any number */
    public UserCounts(int limit) {
        this.limit = limit;
    }

    /** Whether {@code user} has as many connections as it may. */
    boolean isFull(String user) {
        return limit > 0 && !user.isEmpty() && connections.getOrDefault(user, 0) >= limit;
    }

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
