package io.sluice.common.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionSettingsTest {

    @Test
    void aRateOfZeroIsNoLimit() {
        assertThat(RateTerms.of(0, 0)).isEmpty();
    }

    @Test
    void aBurstOfZeroIsOneSecondsWorthAndAtLeastOne() {
        assertThat(RateTerms.of(50, 0)).contains(new Rate(50, 50));
        assertThat(RateTerms.of(0.1, 0)).contains(new Rate(0.1, 1));
        assertThat(RateTerms.of(50, 7)).contains(new Rate(50, 7));
    }

    @Test
    void aBurstWithoutARateIsAnErrorThatSaysWhatToDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UserSettings(0, 5))
                .withMessageContaining("set the rate too");
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SourceSettings(-1, 0, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SourceSettings(0, 0, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SourceSettings(0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new UserSettings(1, 0.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new AdmissionTerms(-1, Optional.empty(), 0, SourceSettings.UNLIMITED, UserSettings.UNLIMITED));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new AdmissionTerms(0, Optional.empty(), -1, SourceSettings.UNLIMITED, UserSettings.UNLIMITED));
    }
}
