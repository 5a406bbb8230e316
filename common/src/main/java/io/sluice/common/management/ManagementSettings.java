package io.sluice.common.management;

import io.sluice.common.config.Setting;

/**
 * Where the management endpoint listens.
 *
 * @param port 0 to 65535; 0 takes any free port
 */
public record ManagementSettings(
        @Setting(
                        value = "0.0.0.0",
                        doc =
                                "Address that the health and metrics endpoint listens on. It has no access control, so keep "
                                        + "it inside the cluster.")
                String address,
        @Setting(value = "9000", doc = "Port of the health and metrics endpoint; 0 takes any free port.") int port) {

    private static final int HIGHEST_PORT = 65_535;

    public ManagementSettings {
        if (address.isBlank()) {
            throw new IllegalArgumentException("address must not be empty");
        }
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port must be 0 to 65535, but was " + port);
        }
    }
}
