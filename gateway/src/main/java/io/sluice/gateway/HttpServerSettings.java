package io.sluice.gateway;

import io.sluice.common.config.Setting;
import io.sluice.common.net.TrustedHops;
import io.sluice.common.tls.TlsServerSettings;
import java.util.List;

/** Where clients and back ends connect to. */
record HttpServerSettings(
        @Setting(value = "0.0.0.0", doc = "Address that clients connect to") String address,
        @Setting(value = "8000", doc = "Port that clients connect to; 0 takes any free one") int port,
        @Setting(
                        value = "false",
                        doc =
                                "Whether every connection begins with a header of the PROXY protocol, version 1 or 2, which tells the "
                                        + "client's address; one without it is closed. Nobody but the balancer may reach the port then")
                boolean proxyProtocol,
        @Setting(
                        doc =
                                "Addresses and ranges (10.0.0.0/8) of the proxies in front, routers included, whose X-Forwarded-For is "
                                        + "believed; empty believes nobody, and then all that comes by one proxy is one source")
                List<String> trustedProxies,
        @Setting(doc = "TLS of the client port") TlsServerSettings tls) {

    private static final int HIGHEST_PORT = 65_535;

    HttpServerSettings {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port must be 0 to 65535 but was " + port);
        }
        trustedProxies = List.copyOf(trustedProxies);
        try {
            TrustedHops.parse(trustedProxies);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("trusted_proxies: " + e.getMessage(), e);
        }
    }

    TrustedHops trustedHops() {
        return TrustedHops.parse(trustedProxies);
    }
}
