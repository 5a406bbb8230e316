package io.sluice.router;

import io.sluice.common.config.Setting;
import io.sluice.common.log.LogSettings;
import io.sluice.common.management.ManagementSettings;
import io.sluice.common.tls.TlsClientSettings;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.balance.BalanceSettings;
import io.sluice.router.discovery.RegistrySettings;
import io.sluice.router.discovery.dns.DnsSettings;
import io.sluice.router.discovery.kubernetes.KubernetesSettings;
import io.sluice.router.health.HealthCheckSettings;
import io.sluice.router.negotiate.NegotiateSettings;
import io.sluice.router.proxy.ProxyLimits;
import io.sluice.router.proxy.ServerSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All settings of the router. Exactly one way to find backends is given.
 *
 * @param shutdownSpread not negative
 */
public record RouterSettings(
        ServerSettings httpServer,
        @Setting(doc = "TLS of connections to backends") TlsClientSettings backendTls,
        @Setting(defaults = "port=9080") ManagementSettings management,
        @Setting(doc = "The log of the process") LogSettings log,
        RegistrySettings redis,
        AdmissionSettings admission,
        @Setting(
                        doc =
                                "Backends as host:port, instead of the registry. The list does not change and nobody reports a load, "
                                        + "so the router balances by its own open connections.")
                List<String> backends,
        DnsSettings dns,
        KubernetesSettings kubernetes,
        HealthCheckSettings healthCheck,
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
        requireOne(given(redis, backends, dns, kubernetes));
        backends.forEach(RouterSettings::parse);
        if (shutdownSpread.isNegative()) {
            throw new IllegalArgumentException("shutdown_spread must not be negative, but was " + shutdownSpread);
        }
        new ProxyLimits(connectTimeout, handshakeTimeout, responseTimeout, maxRequestsPerBackend);
    }

    /** The one way to find backends that is set. */
    SourceKind source() {
        return given(redis, backends, dns, kubernetes).get(0);
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

    private static List<SourceKind> given(
            RegistrySettings redis, List<String> backends, DnsSettings dns, KubernetesSettings kubernetes) {
        return Stream.of(SourceKind.values())
                .filter(kind -> switch (kind) {
                    case REDIS -> redis.isPresent();
                    case BACKENDS -> !backends.isEmpty();
                    case DNS -> dns.isPresent();
                    case KUBERNETES -> kubernetes.isPresent();
                })
                .toList();
    }

    private static void requireOne(List<SourceKind> given) {
        if (given.size() > 1) {
            throw new IllegalArgumentException(
                    settingsOf(given) + " exclude each other: backends come from one of them");
        }
        if (given.isEmpty()) {
            throw new IllegalArgumentException("one of " + settingsOf(List.of(SourceKind.values()))
                    + " must be given, for the router to find backends");
        }
    }

    private static String settingsOf(List<SourceKind> kinds) {
        return kinds.stream().map(SourceKind::setting).collect(Collectors.joining(", "));
    }
}
