package io.sluice.router.discovery.kubernetes;

import io.sluice.router.backend.BackendAddress;

/**
 * One pod's entry in a slice, as far as it can be used: one that is neither ready nor terminating is none.
 *
 * @param pod the name of the pod, or the address if the entry names none
 * @param terminating whether the pod is about to stop: it gets no new connection
 * @param zone where it runs, empty if unknown
 */
record Endpoint(String pod, BackendAddress address, boolean terminating, String zone) {}
