package io.sluice.router.proxy;

import java.time.Duration;

/**
 * How long the proxy waits for backends, and how many connections it keeps to them.
 *
 * @param connectTimeout for a TCP connection; after it the next backend is tried
 * @param handshakeTimeout from the upgrade request to the head of its answer
 * @param responseTimeout from the last progress of a plain request to the head of its answer
 * @param maxRequestsPerBackend plain requests, event streams included, that one event loop has under way on one backend
 */
public record ProxyLimits(
        Duration connectTimeout, Duration handshakeTimeout, Duration responseTimeout, int maxRequestsPerBackend) {

    public ProxyLimits {
        requirePositive("connect_timeout", connectTimeout);
        requirePositive("handshake_timeout", handshakeTimeout);
        requirePositive("response_timeout", responseTimeout);
        if (maxRequestsPerBackend < 1) {
            throw new IllegalArgumentException(
                    "max_requests_per_backend: expected at least 1 but was " + maxRequestsPerBackend);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1 ms but was " + value.toMillis() + " ms");
        }
    }
}
