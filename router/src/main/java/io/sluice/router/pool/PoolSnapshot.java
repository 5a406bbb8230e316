package io.sluice.router.pool;

import io.sluice.router.backend.LoadReport;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;

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

    /**
     * The most connections of a backend by the mean of all, as they reported them; draining ones do not count. It is 1 if they
     * have equally many or none.
     */
    public double imbalance() {
        IntSummaryStatistics connections = backends.stream()
                .map(PooledBackend::backend)
                .filter(backend -> !backend.draining())
                .flatMap(backend -> Optional.ofNullable(backend.report()).stream())
                .mapToInt(LoadReport::connections)
                .summaryStatistics();
        return connections.getSum() == 0 ? 1 : connections.getMax() / connections.getAverage();
    }
}
