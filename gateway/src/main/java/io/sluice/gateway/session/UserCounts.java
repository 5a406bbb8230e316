package io.sluice.gateway.session;

import io.sluice.common.threading.ThreadSafe;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many connections each user has on this node. All anonymous clients count as one user. Any thread. */
@ThreadSafe
public final class UserCounts {

    private final ConcurrentMap<String, Integer> connections = new ConcurrentHashMap<>();
    private final int limit;

    /** @param limit most connections of one user on this node, anonymous ones not counted; 0 for any number */
    public UserCounts(int limit) {
        this.limit = limit;
    }

    /** Counts one more connection of {@code user}; false, without effect, if it has as many as it may. */
    boolean connected(String user) {
        int most = limit == 0 || user.isEmpty() ? Integer.MAX_VALUE : limit;
        AtomicBoolean admitted = new AtomicBoolean(true);
        connections.compute(user, (name, count) -> {
            admitted.setPlain(count == null || count < most);
            return count == null ? Integer.valueOf(1) : admitted.getPlain() ? Integer.valueOf(count + 1) : count;
        });
        return admitted.getPlain();
    }

    void disconnected(String user) {
        connections.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
    }

    /** Number of distinct users. */
    public int size() {
        return connections.size();
    }
}
