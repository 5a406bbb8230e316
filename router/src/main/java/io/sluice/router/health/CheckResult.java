package io.sluice.router.health;

/** What one health check of a backend showed. */
public enum CheckResult {
    PASSED,

    /** The backend answered that it sheds its clients: new ones belong elsewhere, without any doubt. */
    DRAINING,

    /** No connection, no answer in time, or an answer that says no. */
    FAILED
}
