package io.sluice.router;

import java.util.Optional;

/** What this program calls its version: what its jar says, or {@code development} where there is no jar. */
final class RouterVersion {

    private RouterVersion() {}

    static String text() {
        return Optional.ofNullable(RouterVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
