package io.sluice.loadtest.load;

/**
 * A process whose CPU and memory a run reports.
 *
 * @param name in reports, e.g. {@code gateway-1}
 * @param role what its costs count as
 * @param pid on this machine
 */
public record WatchedProcess(String name, Role role, long pid) {
    /** What a process does in a run. */
    public enum Role {
        /** Holds the clients' connections. */
        SERVER,
        ROUTER,
        REDIS,
        /** Makes the load: ourselves. */
        GENERATOR
    }

    /** The process that we are. */
    public static WatchedProcess ourselves() {
        return new WatchedProcess(
                "generator", Role.GENERATOR, ProcessHandle.current().pid());
    }
}
