package io.sluice.router.discovery;

import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import java.util.List;

/**
 * The backends as they are known now; an immutable snapshot.
 *
 * @param backends ordered by id, no id twice; draining ones included
 * @param stale whether this is from memory because the registry does not answer
 */
public record DiscoveredBackends(List<Backend> backends, boolean stale) {

    public DiscoveredBackends {
        backends = List.copyOf(backends);
    }

    /** A list that never changes; an address that is named twice counts once. */
    public static DiscoveredBackends fixed(List<BackendAddress> addresses) {
        return new DiscoveredBackends(
                addresses.stream().distinct().map(Backend::ofAddress).toList(), false);
    }
}
