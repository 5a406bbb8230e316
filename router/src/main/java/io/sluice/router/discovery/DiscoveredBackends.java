package io.sluice.router.discovery;

import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import java.util.List;
import java.util.Set;

/**
 * The backends as they are known now; an immutable snapshot.
 *
 * @param backends ordered by id, no id twice; draining ones included
 * @param stale whether this is from memory because the source does not answer
 * @param failing ids of the backends that fail their health checks: they are left alone while others are there
 */
public record DiscoveredBackends(List<Backend> backends, boolean stale, Set<String> failing) {

    public DiscoveredBackends {
        backends = List.copyOf(backends);
        failing = Set.copyOf(failing);
    }

    /** What a source knows before anybody has checked it. */
    public DiscoveredBackends(List<Backend> backends, boolean stale) {
        this(backends, stale, Set.of());
    }

    /** A list that never changes; an address that is named twice counts once. */
    public static DiscoveredBackends fixed(List<BackendAddress> addresses) {
        return new DiscoveredBackends(
                addresses.stream().distinct().map(Backend::ofAddress).toList(), false);
    }
}
