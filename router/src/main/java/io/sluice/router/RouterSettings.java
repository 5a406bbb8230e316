package io.sluice.router;

import io.sluice.common.config.Setting;
import io.sluice.common.management.ManagementSettings;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.balance.BalanceSettings;
import io.sluice.router.discovery.RegistrySettings;
import io.sluice.router.negotiate.NegotiateSettings;
import io.sluice.router.proxy.ProxyLimits;
import io.sluice.router.proxy.ServerSettings;
import java.time.Duration;
import java.util.List;

/**
 * All settings of the router. Either the registry or the list of backends is given.
 *
 * @param shutdownSpread not negative
 */
public record RouterSettings(
        ServerSettings httpServer,
        @Setting(defaults = "port=9080") ManagementSettings management,
        RegistrySettings redis,
        @Setting(
                        doc =
                                "Backends as host:port, instead of the registry. The list does not change and nobody reports a load, "
                                        + "so the router balances by its own open connections.")
                List<String> backends,
        BalanceSettings balance,
        NegotiateSettings negotiate,
        @Setting(
                        value = "2s",
                        doc =
                                "Time for a TCP connection to a backend. After it the next backend is tried, so this is what a "
                                        + "client waits when a machine has vanished.")
                Duration connectTimeout,
        @Setting(
                        value = "5s",
                        doc = "Time from a WebSocket handshake to the backend's answer, its check of tokens included.")
                Duration handshakeTimeout,
        @Setting(
                        value = "30s",
                        doc =
                                "Time from a plain HTTP request, or the last progress of its body, to the head of the answer. There "
                                        + "is none for the rest of the answer, which may be an event stream.")
                Duration responseTimeout,
        @Setting(
                        value = "8192",
                        doc =
                                "Plain HTTP requests, event streams included, that one event loop has under way on one backend; one "
                                        + "more is answered with 503. Each holds a connection. WebSockets do not count.")
                int maxRequestsPerBackend,
        @Setting(
                        value = "3s",
                        doc =
                                "Time over which connections are closed when the router stops, so that clients do not all come back "
                                        + "in the same moment.")
                Duration shutdownSpread) {

    public RouterSettings {
        backends = List.copyOf(backends);
        if (backends.isEmpty() != redis.isPresent()) {
            throw new IllegalArgumentException(
                    redis.isPresent()
                            ? "backends and redis.address exclude each other, but both are given"
                            : "either backends or redis.address must be given, but both are empty");
        }
        backends.forEach(RouterSettings::parse);
        if (shutdownSpread.isNegative()) {
            throw new IllegalArgumentException("shutdown_spread must not be negative, but was " + shutdownSpread);
        }
        new ProxyLimits(connectTimeout, handshakeTimeout, responseTimeout, maxRequestsPerBackend);
    }

    List<BackendAddress> addresses() {
        return backends.stream().map(RouterSettings::parse).toList();
    }

    ProxyLimits limits() {
        return new ProxyLimits(connectTimeout, handshakeTimeout, responseTimeout, maxRequestsPerBackend);
    }

    private static BackendAddress parse(String backend) {
        try {
            return BackendAddress.parse(backend);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("backends: " + e.getMessage(), e);
        }
    }
}
