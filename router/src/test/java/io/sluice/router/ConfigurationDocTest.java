package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {

    private static final Path PAGE = Path.of("..", "docs", "router-configuration.md");

    @Test
    void thePageOfSettingsSaysWhatTheProgramSays() throws IOException {
        String table = ConfigLoader.of(RouterSettings.class).document().strip();
        assertThat(Files.readString(PAGE)).endsWith("\n\n" + table + "\n");
    }
}
