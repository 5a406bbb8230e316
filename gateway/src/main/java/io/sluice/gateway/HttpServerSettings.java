package io.sluice.gateway;

import io.sluice.common.config.Setting;
import io.sluice.common.tls.TlsServerSettings;

/** Where clients and back ends connect to. */
record HttpServerSettings(
        @Setting(value = "0.0.0.0", doc = "Address that clients connect to") String address,
        @Setting(value = "8000", doc = "Port that clients connect to; 0 takes any free one") int port,
        @Setting(doc = "TLS of the client port") TlsServerSettings tls) {

    private static final int HIGHEST_PORT = 65_535;

    HttpServerSettings {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port must be 0 to 65535 but was " + port);
        }
    }
}
