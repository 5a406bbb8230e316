package io.sluice.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckedHealthTest {

    private static final CheckResult PASSED = CheckResult.PASSED;
    private static final CheckResult FAILED = CheckResult.FAILED;
    private static final CheckResult DRAINING = CheckResult.DRAINING;

    @Test
    void aBackendThatWasNotCheckedIsHealthy() {
        assertThat(verdictAfter()).isEqualTo(PASSED);
    }

    @Test
    void oneLostCheckIsNoVerdictAndTwoAre() {
        assertThat(verdictAfter(FAILED)).isEqualTo(PASSED);
        assertThat(verdictAfter(FAILED, FAILED)).isEqualTo(FAILED);
    }

    @Test
    void failuresCountInARowOnly() {
        assertThat(verdictAfter(FAILED, PASSED, FAILED)).isEqualTo(PASSED);
        assertThat(verdictAfter(FAILED, PASSED, FAILED, FAILED)).isEqualTo(FAILED);
    }

    @Test
    void recoveryTakesAsManyPassedChecksAsSet() {
        assertThat(verdictAfter(FAILED, FAILED, PASSED, PASSED)).isEqualTo(FAILED);
        assertThat(verdictAfter(FAILED, FAILED, PASSED, PASSED, FAILED, PASSED)).isEqualTo(FAILED);
        assertThat(verdictAfter(FAILED, FAILED, PASSED, PASSED, PASSED)).isEqualTo(PASSED);
    }

    @Test
    void drainingIsBelievedAtOnce() {
        assertThat(verdictAfter(DRAINING)).isEqualTo(DRAINING);
        assertThat(verdictAfter(FAILED, FAILED, DRAINING)).isEqualTo(DRAINING);
    }

    /** Two failures are needed, and three that passed. */
    private static CheckResult verdictAfter(CheckResult... results) {
        CheckedHealth health = CheckedHealth.UNCHECKED;
        for (CheckResult result : results) {
            health = health.after(result, 2, 3);
        }
        return health.verdict();
    }
}
