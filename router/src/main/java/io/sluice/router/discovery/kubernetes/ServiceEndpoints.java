package io.sluice.router.discovery.kubernetes;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.router.backend.Backend;
import io.sluice.router.discovery.BackendLimit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The slices of a service, and the backends that they say there are.
 *
 * <p>A pod may be in several slices: for a moment when Kubernetes moves it from one to another, and always with both of its
 * addresses where there are two families of them. It is one backend: an entry that is not terminating counts more than
 * one that is, and IPv4 more than IPv6.
 */
@EventLoopConfined
final class ServiceEndpoints {

    private final BackendLimit limit = new BackendLimit();
    private final SortedMap<String, EndpointSlice> slices = new TreeMap<>();

    /** Forgets what was known: these are all. */
    void replaceAll(List<EndpointSlice> all) {
        slices.clear();
        all.forEach(this::put);
    }

    void put(EndpointSlice slice) {
        slices.put(slice.name(), slice);
    }

    void remove(String slice) {
        slices.remove(slice);
    }

    /** Ordered by id. */
    List<Backend> backends() {
        SortedMap<String, Endpoint> byPod = new TreeMap<>();
        slices.values().forEach(slice -> slice.endpoints()
                .forEach(endpoint -> byPod.merge(endpoint.pod(), endpoint, ServiceEndpoints::better)));
        return limit.cut(
                byPod.values().stream().map(ServiceEndpoints::toBackend).toList());
    }

    private static Endpoint better(Endpoint one, Endpoint other) {
        if (one.terminating() != other.terminating()) {
            return one.terminating() ? other : one;
        }
        return isIpv6(one) && !isIpv6(other) ? other : one;
    }

    private static boolean isIpv6(Endpoint endpoint) {
        return endpoint.address().host().indexOf(':') >= 0;
    }

    private static Backend toBackend(Endpoint endpoint) {
        return new Backend(endpoint.pod(), endpoint.address(), endpoint.terminating(), null).withZone(endpoint.zone());
    }
}
