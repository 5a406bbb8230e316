package io.sluice.router.backend;

import io.sluice.common.cluster.NodeAccess;
import io.sluice.common.cluster.NodeCapacity;
import org.jspecify.annotations.Nullable;

/**
 * A gateway that connections can be placed on, as it was last known.
 *
 * @param id what logs and metrics call it; unique among the backends, the same for as long as the process lives
 * @param name what people call it: unlike the id it may be the same after a restart, and two may share it by mistake
 * @param draining whether it asked to be left alone: it gets no new connection
 * @param report its own words on its load, {@code null} if it never reports, as a backend of a static list
 * @param capacity how much it takes on
 * @param access from where and how it is reached
 */
public record Backend(
        String id,
        String name,
        BackendAddress address,
        boolean draining,
        @Nullable LoadReport report,
        NodeCapacity capacity,
        NodeAccess access) {

    public Backend {
        if (id.isBlank()) {
            throw new IllegalArgumentException("expected an id but was blank");
        }
    }

    /** A backend that says nothing of its capacity and its access, and has no name but its id. */
    public Backend(String id, BackendAddress address, boolean draining, @Nullable LoadReport report) {
        this(id, id, address, draining, report, NodeCapacity.UNLIMITED, NodeAccess.PLAIN);
    }

    /** A backend that is known by its address only and is taken to be ready. */
    public static Backend ofAddress(BackendAddress address) {
        return new Backend(address.toString(), address, false, null);
    }

    public Backend withDraining(boolean value) {
        return new Backend(id, name, address, value, report, capacity, access);
    }

    public Backend withName(String value) {
        return new Backend(id, value, address, draining, report, capacity, access);
    }

    public Backend withReport(@Nullable LoadReport value) {
        return new Backend(id, name, address, draining, value, capacity, access);
    }

    public Backend withCapacity(NodeCapacity value) {
        return new Backend(id, name, address, draining, report, value, access);
    }

    public Backend withAccess(NodeAccess value) {
        return new Backend(id, name, address, draining, report, capacity, value);
    }

    /** The same backend in another zone; discovery that knows zones but asks no node says it this way. */
    public Backend withZone(String value) {
        return withAccess(new NodeAccess(value, access.publicUrl(), access.tls()));
    }
}
