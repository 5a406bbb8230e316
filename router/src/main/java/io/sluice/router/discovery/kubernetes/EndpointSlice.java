package io.sluice.router.discovery.kubernetes;

import java.util.List;

/**
 * A part of a service's endpoints.
 *
 * @param name unique in the namespace
 * @param malformed number of entries that could not be understood
 */
record EndpointSlice(String name, List<Endpoint> endpoints, int malformed) {

    EndpointSlice {
        endpoints = List.copyOf(endpoints);
    }
}
