package io.sluice.router.health;

/**
 * What the health checks of one backend come to; immutable. A backend counts as healthy until checks have failed, so
 * that a router that has just started serves at once.
 *
 * @param verdict what holds now
 * @param against results in a row that speak against it
 */
public record CheckedHealth(CheckResult verdict, int against) {

    /** Of a backend that was not checked yet. */
    public static final CheckedHealth UNCHECKED = new CheckedHealth(CheckResult.PASSED, 0);

    /** After one more result. That a backend drains is its own word, which needs no second. */
    public CheckedHealth after(CheckResult result, int unhealthyAfter, int healthyAfter) {
        if (result == verdict) {
            return new CheckedHealth(verdict, 0);
        }
        int needed =
                switch (result) {
                    case PASSED -> healthyAfter;
                    case FAILED -> unhealthyAfter;
                    case DRAINING -> 1;
                };
        return against + 1 >= needed ? new CheckedHealth(result, 0) : new CheckedHealth(verdict, against + 1);
    }
}
