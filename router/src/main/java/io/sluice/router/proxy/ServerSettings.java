package io.sluice.router.proxy;

import io.sluice.common.config.Setting;
import io.sluice.common.net.TrustedHops;
import io.sluice.common.tls.TlsServerSettings;
import java.time.Duration;
import java.util.List;

/**
 * Where clients connect and how patient the router is with them.
 *
 * @param port 0 to 65535; 0 takes any free port
 * @param headTimeout at least 1 ms
 * @param keepAliveTimeout at least 1 ms
 */
public record ServerSettings(
        @Setting(value = "0.0.0.0", doc = "Address that clients connect to.") String address,
        @Setting(value = "8080", doc = "Port that clients connect to; 0 takes any free port.") int port,
        @Setting(
                        value = "10s",
                        doc =
                                "Time for a new connection to send the whole head of its first request. A connection that "
                                        + "takes longer is closed: it costs its sender nothing and the router a socket.")
                Duration headTimeout,
        @Setting(
                        value = "75s",
                        doc =
                                "Time for a kept connection to send the whole head of its next request. Longer than the 60 s "
                                        + "after which proxies in front drop idle connections, so that it is they who do.")
                Duration keepAliveTimeout,
        @Setting(
                        value = "false",
                        doc =
                                "Whether every connection begins with a header of the PROXY protocol, version 1 or 2, which tells the "
                                        + "client's address; one without it is closed. Nobody but the balancer in front may reach the "
                                        + "port then.")
                boolean proxyProtocol,
        @Setting(
                        doc =
                                "Addresses and ranges (10.0.0.0/8) of the proxies in front whose X-Forwarded-For, -Proto and -Host are "
                                        + "believed. Empty believes nobody: these headers are removed, and whoever connects is the client.")
                List<String> trustedProxies,
        @Setting(doc = "TLS of the port that clients connect to") TlsServerSettings tls) {

    private static final int HIGHEST_PORT = 65_535;

    public ServerSettings {
        trustedProxies = List.copyOf(trustedProxies);
        try {
            TrustedHops.parse(trustedProxies);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("trusted_proxies: " + e.getMessage(), e);
        }
        if (address.isBlank()) {
            throw new IllegalArgumentException("address must not be empty");
        }
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port must be 0 to 65535, but was " + port);
        }
        if (headTimeout.toMillis() < 1 || keepAliveTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("head_timeout and keep_alive_timeout must be at least 1ms, but were "
                    + headTimeout.toMillis() + "ms and " + keepAliveTimeout.toMillis() + "ms");
        }
    }

    TrustedHops trustedHops() {
        return TrustedHops.parse(trustedProxies);
    }
}
