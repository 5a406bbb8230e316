package io.sluice.common;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every {@code await()} that names no time of its own wait for a minute instead of Awaitility's ten seconds. What is waited for
 * comes within milliseconds on a machine that is idle; on one that is shared it may stand still for longer than anybody expects. JUnit
 * finds this class by itself where {@code junit-platform.properties} lets it.
 */
public final class PatientWaiting implements BeforeAllCallback {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
