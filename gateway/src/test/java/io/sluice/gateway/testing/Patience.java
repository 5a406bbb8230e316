package io.sluice.gateway.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long tests of this module wait for what has to happen: generous, since it is only spent by tests that fail, and machines may
 * be busy. JUnit finds this class by itself, so it holds for every {@code await()} without a limit of its own.
 */
public final class Patience implements BeforeAllCallback {

    public static final Duration OF_TESTS = Duration.ofSeconds(60);

    @Override
    public void beforeAll(ExtensionContext test) {
        Awaitility.setDefaultTimeout(OF_TESTS);
    }
}
