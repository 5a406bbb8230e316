package io.sluice.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpenFilesLimitTest {
    @Test
    void theLimitThatHoldsNowIsRead() {
        String limits =
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             94000                94000                processes
                Max open files            20000                524288               files
                """;

        assertThat(OpenFilesLimit.parse(limits)).hasValue(20_000);
        assertThat(OpenFilesLimit.parse("Max open files            unlimited            unlimited            files"))
                .isEmpty();
    }

    @Test
    void tooManyConnectionsAreRefusedWithAdvice() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> OpenFilesLimit.check(25_000, OptionalLong.of(20_000)))
                .withMessage(
                        "25000 connections need 25200 open files, but a process may open only 20000: raise that with"
                                + " ulimit -n 25200, or take fewer connections");
    }

    @Test
    void whatFitsIsNotRefused() {
        assertThatNoException().isThrownBy(() -> {
            OpenFilesLimit.check(15_000, OptionalLong.of(20_000));
            OpenFilesLimit.check(1_000_000, OptionalLong.empty());
        });
    }
}
