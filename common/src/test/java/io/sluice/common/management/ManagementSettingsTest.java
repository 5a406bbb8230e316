package io.sluice.common.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.config.ConfigException;
import io.sluice.common.config.ConfigLoader;
import io.sluice.common.config.Setting;
import org.junit.jupiter.api.Test;

class ManagementSettingsTest {

    record Example(@Setting(defaults = "port=9080") ManagementSettings management) {}

    private final ConfigLoader<Example> loader = ConfigLoader.of(Example.class);

    @Test
    void theDefaultsAreValid() {
        assertThat(ConfigLoader.of(ManagementSettings.class).load()).isEqualTo(new ManagementSettings("0.0.0.0", 9000));
    }

    @Test
    void aProgramCanHaveADefaultPortOfItsOwn() {
        assertThat(loader.load().management().port()).isEqualTo(9080);
    }

    @Test
    void aPortOutOfRangeIsRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(loader.override("management.port", "65536")::load)
                .withMessage("management: port must be 0 to 65535, but was 65536");
    }

    @Test
    void anEmptyAddressIsRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(loader.override("management.address", " ")::load)
                .withMessage("management: address must not be empty");
    }
}
