package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @Test
    void thePageOfSettingsSaysWhatTheProgramSays() throws IOException {
        assertThat(Files.readString(PAGE))
                .as("bring it up to date with: ./sluice config doc > docs/configuration.md")
                .isEqualToNormalizingNewlines(ConfigCommand.page(
                        ConfigLoader.of(GatewaySettings.class).document()));
    }
}
