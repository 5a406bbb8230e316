package io.sluice.router;

import java.util.Locale;

/** The ways to find backends, each with the setting that chooses it. */
enum SourceKind {
    REDIS("redis.address"),
    BACKENDS("backends"),
    DNS("dns.name"),
    KUBERNETES("kubernetes.service");

    private final String setting;

    SourceKind(String setting) {
        this.setting = setting;
    }

    String setting() {
        return setting;
    }

    /** Of metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
