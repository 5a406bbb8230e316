package io.sluice.router.probe;

import io.sluice.router.health.CheckResult;

/** What of the health checks is worth counting. Called on the event loop of {@link HealthChecks}. */
@FunctionalInterface
public interface ProbeEvents {

    /** A check has ended. */
    void checked(CheckResult result);
}
