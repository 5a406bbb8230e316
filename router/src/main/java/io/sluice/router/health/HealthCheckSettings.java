package io.sluice.router.health;

import io.sluice.common.config.Setting;
import java.time.Duration;

/**
 * How backends are asked for their health.
 *
 * @param port 0 to 65535
 * @param path begins with {@code /}
 * @param interval at least 100 ms
 * @param timeout 1 ms to the interval
 * @param unhealthyAfter 1 to 100
 * @param healthyAfter 1 to 100
 */
public record HealthCheckSettings(
        @Setting(
                        value = "auto",
                        doc =
                                "How backends are checked: connect (a TCP connection to the client port), http (GET health_check.path), off, "
                                        + "or auto: off with the registry, whose heartbeats say as much, else http if health_check.port is set "
                                        + "and connect if it is not.")
                Mode mode,
        @Setting(
                        value = "0",
                        doc =
                                "Port that http asks on each backend, for gateways that of their management (9000); 0 means the client port.")
                int port,
        @Setting(
                        value = "/health/ready",
                        doc =
                                "Path that http asks for. 2xx is healthy; 503 with the word drain in its body is draining.")
                String path,
        @Setting(value = "2s", doc = "Pause between two checks of one backend, jittered by a tenth.") Duration interval,
        @Setting(
                        value = "1s",
                        doc =
                                "Time for the connection of a check, and again for its answer; one that takes longer has failed.")
                Duration timeout,
        @Setting(
                        value = "2",
                        doc = "Failed checks in a row after which a backend is passed over: one may be lost by chance.")
                int unhealthyAfter,
        @Setting(value = "1", doc = "Passed checks in a row after which it is used again.") int healthyAfter) {

    /** What a check is. */
    public enum Mode {
        AUTO,
        OFF,
        CONNECT,
        HTTP
    }

    private static final int MAX_PORT = 65_535;
    private static final int MAX_PATH_LENGTH = 1_024;

    /** A backend that needs more than so many checks is known late enough to be of no use. */
    private static final int MOST_CHECKS = 100;

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

    public HealthCheckSettings {
        require(port >= 0 && port <= MAX_PORT, "port", port, "0 to " + MAX_PORT);
        require(isPath(path), "path", path, "a path of visible ASCII that begins with /");
        require(interval.compareTo(SHORTEST_INTERVAL) >= 0, "interval", interval, "at least 100ms");
        require(timeout.toMillis() >= 1, "timeout", timeout, "at least 1ms");
        require(timeout.compareTo(interval) <= 0, "timeout", timeout, "at most health_check.interval");
        require(isCount(unhealthyAfter), "unhealthy_after", unhealthyAfter, "1 to " + MOST_CHECKS);
        require(isCount(healthyAfter), "healthy_after", healthyAfter, "1 to " + MOST_CHECKS);
    }

    /**
     * What is to be done, which is not {@link Mode#AUTO}.
     *
     * @param registered whether the backends say of themselves that they are alive
     */
    public Mode effective(boolean registered) {
        if (mode != Mode.AUTO) {
            return mode;
        }
        if (registered) {
            return Mode.OFF;
        }
        return port > 0 ? Mode.HTTP : Mode.CONNECT;
    }

    private static boolean isPath(String path) {
        return path.startsWith("/")
                && path.length() <= MAX_PATH_LENGTH
                && path.chars().allMatch(character -> character > ' ' && character < 127);
    }

    private static boolean isCount(int checks) {
        return checks >= 1 && checks <= MOST_CHECKS;
    }

    private static void require(boolean fulfilled, String name, Object value, String expected) {
        if (!fulfilled) {
            throw new IllegalArgumentException(name + " must be " + expected + ", but was " + value);
        }
    }
}
