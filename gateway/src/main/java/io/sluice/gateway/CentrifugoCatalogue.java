package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.common.config.LackingSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What files of Centrifugo 6 may say that a gateway has no setting for. */
final class CentrifugoCatalogue {

    private static final String CATALOGUE = "centrifugo-settings.txt";

    private CentrifugoCatalogue() {}

    /** The catalogue on the class path. */
    static LackingSettings lacking() {
        try (InputStream file = CentrifugoCatalogue.class.getResourceAsStream(CATALOGUE)) {
            Objects.requireNonNull(file, CATALOGUE);
            return LackingSettings.read(new BufferedReader(new InputStreamReader(file, UTF_8))
                    .lines()
                    .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
