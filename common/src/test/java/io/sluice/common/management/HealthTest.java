package io.sluice.common.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final Health health = new Health();

    @Test
    void aStartingProcessIsLiveButNeitherStartedNorReady() {
        assertThat(health.live().ok()).isTrue();
        assertThat(health.started().reasons()).containsExactly(entry("start", "the process is starting"));
        assertThat(health.ready()).isEqualTo(health.started());
    }

    @Test
    void aStartedProcessWithoutChecksIsAllWell() {
        health.markStarted();

        assertThat(health.started().ok()).isTrue();
        assertThat(health.live().ok()).isTrue();
        assertThat(health.ready().ok()).isTrue();
    }

    @Test
    void aFailedReadinessCheckLeavesTheProcessLive() {
        health.markStarted();
        health.readiness("redis", () -> Optional.of("not connected"));
        health.readiness("fine", Optional::empty);

        assertThat(health.ready().reasons()).containsExactly(entry("redis", "not connected"));
        assertThat(health.live().ok()).isTrue();
    }

    @Test
    void aFailedLivenessCheckCountsWhileStartingToo() {
        health.liveness("event-loops", () -> Optional.of("stuck"));

        assertThat(health.live().reasons()).containsExactly(entry("event-loops", "stuck"));
    }

    @Test
    void aCheckIsReplacedByOneOfTheSameName() {
        health.markStarted();
        health.readiness("drain", () -> Optional.of("draining"));
        health.readiness("drain", Optional::empty);

        assertThat(health.ready().ok()).isTrue();
    }

    @Test
    void aCheckThatThrowsCountsAsFailed() {
        health.markStarted();
        health.readiness("broken", () -> {
            throw new IllegalStateException("oops");
        });

        assertThat(health.ready().reasons())
                .containsExactly(entry("broken", "check failed: java.lang.IllegalStateException: oops"));
    }
}
