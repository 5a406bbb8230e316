package io.sluice.gateway.testing;

import java.time.Duration;

/**
 * How long tests of this module wait for what has to happen: generous, since it is only spent by tests that fail, and machines may
 * be busy. An {@code await()} without a limit of its own waits as long.
 */
public final class Patience {

    public static final Duration OF_TESTS = Duration.ofMinutes(1);

    private Patience() {}
}
