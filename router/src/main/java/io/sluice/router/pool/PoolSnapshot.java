package io.sluice.router.pool;

import java.util.List;

/**
 * The backends of the pool at one moment. The list is immutable, what its members count goes on.
 *
 * @param backends all that are known, draining and ejected ones included, ordered by id
 * @param stale whether they are from memory because the registry does not answer
 */
public record PoolSnapshot(List<PooledBackend> backends, boolean stale) {

    static final PoolSnapshot EMPTY = new PoolSnapshot(List.of(), false);

    public PoolSnapshot {
        backends = List.copyOf(backends);
    }
}
