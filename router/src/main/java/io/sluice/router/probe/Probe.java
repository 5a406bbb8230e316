package io.sluice.router.probe;

import io.sluice.router.backend.BackendAddress;
import io.sluice.router.health.CheckResult;
import io.vertx.core.Future;

/** One way to check a backend. */
public interface Probe {

    /** Checks once. Answers in bounded time, on any thread; a failure counts as {@link CheckResult#FAILED}. */
    Future<CheckResult> check(BackendAddress address);

    /** Lets go of what checking needed. */
    Future<Void> close();
}
