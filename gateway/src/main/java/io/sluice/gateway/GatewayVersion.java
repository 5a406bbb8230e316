package io.sluice.gateway;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What this program calls its version: what its jar says, or {@code development} where there is no jar. */
final class GatewayVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"sluice " + text()};
    }

    static String text() {
        return Optional.ofNullable(GatewayVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
