package io.sluice.gateway.recovery;

import static io.sluice.gateway.recovery.StreamFixtures.at;
import static io.sluice.gateway.recovery.StreamFixtures.publication;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.recovery.PositionTracker.Standing;
import io.sluice.gateway.recovery.PositionTracker.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionTrackerTest {

    @ParameterizedTest(name = "at {0}/{1} the publication {2}/{3} is {4}")
    @CsvSource({
        "5, A, 6, A, DELIVER",
        "0, A, 1, A, DELIVER",
        "5, A, 5, A, DUPLICATE",
        "5, A, 1, A, DUPLICATE",
        "5, A, 7, A, INSUFFICIENT",
        "5, A, 6, B, INSUFFICIENT",
        "5, A, 1, B, INSUFFICIENT",
        "5, A, 5, B, INSUFFICIENT",
        "5, A, 6, '', INSUFFICIENT",
        "5, '', 6, A, DELIVER",
        "5, '', 7, A, INSUFFICIENT",
        "5, '', 5, A, DUPLICATE",
        "5, A, 0, '', DELIVER",
        "9223372036854775806, A, 9223372036854775807, A, DELIVER"
    })
    void aPublicationIsJudgedByThePositionBeforeIt(long offset, String epoch, long next, String nextEpoch, Step step) {
        assertThat(new PositionTracker(at(offset, epoch)).accept(publication(next, nextEpoch)))
                .isEqualTo(step);
    }

    @Test
    void thePositionMovesWithWhatIsDeliveredOnly() {
        PositionTracker tracker = new PositionTracker(at(2, "A"));
        tracker.accept(publication(3, "A"));
        assertThat(tracker.position()).isEqualTo(at(3, "A"));
        tracker.accept(publication(1, "A"));
        tracker.accept(publication(5, "A"));
        tracker.accept(publication(4, "B"));
        tracker.accept(publication(0, ""));
        assertThat(tracker.position()).isEqualTo(at(3, "A"));
        assertThat(tracker.accept(publication(4, "A"))).isEqualTo(Step.DELIVER);
    }

    @Test
    void anUnknownEpochIsAdoptedOnce() {
        PositionTracker tracker = new PositionTracker(at(0, ""));
        tracker.accept(publication(1, "A"));
        assertThat(tracker.position()).isEqualTo(at(1, "A"));
        assertThat(tracker.accept(publication(2, "B"))).isEqualTo(Step.INSUFFICIENT);
    }

    @ParameterizedTest(name = "{0}/{1} under the top {2}/{3} is {4}")
    @CsvSource({
        "5, A, 5, A, AT_TOP",
        "5, A, 6, A, BEHIND",
        "5, A, 4, A, AHEAD",
        "5, A, 5, B, OTHER_LIFE",
        "5, A, 6, B, OTHER_LIFE",
        "0, '', 0, A, AT_TOP",
        "0, '', 1, A, BEHIND"
    })
    void thePositionIsComparedWithTheTop(long offset, String epoch, long top, String topEpoch, Standing standing) {
        assertThat(new PositionTracker(at(offset, epoch)).standing(at(top, topEpoch)))
                .isEqualTo(standing);
    }
}
