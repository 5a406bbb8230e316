package io.sluice.router.backend;

import org.jspecify.annotations.Nullable;

/**
 * A gateway that connections can be placed on, as it was last known.
 *
 * @param id what logs and metrics call it; unique among the backends, the same for as long as the process lives
 * @param draining whether it asked to be left alone: it gets no new connection
 * @param report its own words on its load, {@code null} if it never reports, as a backend of a static list
 */
public record Backend(String id, BackendAddress address, boolean draining, @Nullable LoadReport report) {

    public Backend {
        if (id.isBlank()) {
            throw new IllegalArgumentException("expected an id but was blank");
        }
    }

    /** A backend that is known by its address only and is taken to be ready. */
    public static Backend ofAddress(BackendAddress address) {
        return new Backend(address.toString(), address, false, null);
    }
}
