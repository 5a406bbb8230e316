package io.sluice.common.management;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The answers to three questions that an orchestrator asks about this process, and that must not be mixed up:
 *
 * <ul>
 *   <li><b>Started?</b> Has the start come to its end; only then do the others count.
 *   <li><b>Live?</b> Would a restart help? Only a fault inside this process may say no, such as an event loop that hangs.
 *       Never a dependency: when Redis is down, restarting every node would add the loss of all connections.
 *   <li><b>Ready?</b> May new traffic be sent here? No while starting, while draining, and while something that new
 *       traffic needs is missing, such as Redis. The process goes on serving what it has.
 * </ul>
 *
 * <p>A check answers with the reason why it fails, or with nothing when all is well. Checks are asked on the management
 * server's event loop at each request: they must be thread-safe and must not block. One that throws counts as failed.
 *
 * <p>Threading: safe for all threads.
 */
public final class Health {

    private static final String STARTING = "the process is starting";

    private final AtomicBoolean started = new AtomicBoolean();
    private final Map<String, Supplier<Optional<String>>> readinessChecks = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Optional<String>>> livenessChecks = new ConcurrentHashMap<>();

    /** Tells that the start has come to its end. It stays so. */
    public void markStarted() {
        started.set(true);
    }

    /** Adds a check that says why this process should get no new traffic, or replaces the one of this name. */
    public void readiness(String name, Supplier<Optional<String>> check) {
        readinessChecks.put(name, check);
    }

    /** Adds a check that says why this process should be restarted, or replaces the one of this name. */
    public void liveness(String name, Supplier<Optional<String>> check) {
        livenessChecks.put(name, check);
    }

    /** Has the process started? */
    public HealthReport started() {
        return started.get() ? HealthReport.OK : HealthReport.of(Map.of("start", STARTING));
    }

    /** Does the process work, so that a restart would not help? True also while it starts. */
    public HealthReport live() {
        return HealthReport.of(failures(livenessChecks));
    }

    /** May new traffic be sent to this process? */
    public HealthReport ready() {
        return started.get() ? HealthReport.of(failures(readinessChecks)) : started();
    }

    private static Map<String, String> failures(Map<String, Supplier<Optional<String>>> checks) {
        Map<String, String> reasons = new LinkedHashMap<>();
        checks.forEach((name, check) -> ask(check).ifPresent(reason -> reasons.put(name, reason)));
        return reasons;
    }

    private static Optional<String> ask(Supplier<Optional<String>> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            return Optional.of("check failed: " + e);
        }
    }
}
