package io.sluice.common.lifecycle;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * How many files, which sockets are too, a process may have open at a time. A server that has reached it can accept nobody, and
 * cannot even read a certificate.
 *
 * @param limit the most; {@link Long#MAX_VALUE} where nobody says
 */
public record OpenFiles(long limit) {

    /** What is open besides connections, with room: libraries, logs, Redis, the management port, webhooks. */
    static final int OTHERS = 500;

    /** Where no setting says how many connections are to be taken, fewer than this are a surprise. */
    static final int EXPECTED_CONNECTIONS = 4_000;

    /** Those of this process; a JVM raises its own limit as far as it may when it starts. */
    public static OpenFiles ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? new OpenFiles(system.getMaxFileDescriptorCount())
                : new OpenFiles(Long.MAX_VALUE);
    }

    /**
     * What to tell an operator whose limit does not fit the settings.
     *
     * @param connections that the settings let in; 0 for as many as come
     * @param each files that one connection takes
     */
    public Optional<String> shortage(int connections, int each) {
        long needed = (long) each * (connections > 0 ? connections : EXPECTED_CONNECTIONS) + OTHERS;
        if (limit >= needed) {
            return Optional.empty();
        }
        long room = Math.max(0, (limit - OTHERS) / each);
        return Optional.of("this process may open " + limit + " files, enough for some " + room + " connections; "
                + (connections > 0 ? "the settings let in " + connections : "no setting limits them")
                + ": raise the limit (ulimit -n, LimitNOFILE) to " + needed + " or more, or let in fewer");
    }
}
