package io.sluice.common.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {

    @Test
    void aLimitThatHoldsWhatTheSettingsLetInIsEnough() {
        assertThat(new OpenFiles(20_500).shortage(20_000, 1)).isEmpty();
        assertThat(new OpenFiles(40_500).shortage(20_000, 2)).isEmpty();
    }

    @Test
    void aLimitBelowWhatTheSettingsLetInIsToldWithWhatItIsGoodFor() {
        assertThat(new OpenFiles(20_499).shortage(20_000, 1))
                .hasValue(
                        "this process may open 20499 files, enough for some 19999 connections; the settings let in 20000:"
                                + " raise the limit (ulimit -n, LimitNOFILE) to 20500 or more, or let in fewer");
    }

    @Test
    void aConnectionThatTakesTwoFilesNeedsTwice() {
        assertThat(new OpenFiles(20_500).shortage(20_000, 2)).hasValueSatisfying(text -> assertThat(text)
                .contains("enough for some 10000 connections")
                .contains("to 40500 or more"));
    }

    @Test
    void withoutASettingFourThousandConnectionsAreExpected() {
        assertThat(new OpenFiles(4_500).shortage(0, 1)).isEmpty();
        assertThat(new OpenFiles(1_024).shortage(0, 1))
                .hasValue("this process may open 1024 files, enough for some 524 connections; no setting limits them:"
                        + " raise the limit (ulimit -n, LimitNOFILE) to 4500 or more, or let in fewer");
    }

    @Test
    void aLimitThatHoldsNothingButTheProcessHasRoomForNobody() {
        assertThat(new OpenFiles(100).shortage(0, 1))
                .hasValueSatisfying(text -> assertThat(text).contains("enough for some 0 connections"));
    }

    @Test
    void thisProcessHasALimit() {
        assertThat(OpenFiles.ofThisProcess().limit()).isPositive();
    }
}
