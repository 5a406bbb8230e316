package io.sluice.gateway.recovery;

import static io.sluice.gateway.recovery.StreamFixtures.at;
import static io.sluice.gateway.recovery.StreamFixtures.between;
import static io.sluice.gateway.recovery.StreamFixtures.offsets;
import static io.sluice.gateway.recovery.StreamFixtures.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.recovery.RecoveryDecision.Rule;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryDecisionTest {

    @Test
    void whoeverMissedSomethingGetsItAndKeepsItsOwnOffset() {
        RecoveryDecision decision = RecoveryDecision.everything(at(3, "A"), page(at(5, "A"), 4, 5));
        assertThat(decision.recovered()).isTrue();
        assertThat(offsets(decision.publications())).containsExactly(4L, 5L);
        assertThat(decision.reported()).isEqualTo(at(3, "A"));
        assertThat(decision.rule()).isEqualTo(Rule.EVERYTHING);
    }

    @Test
    void whoeverMissedNothingIsRecoveredWithNothing() {
        assertThat(RecoveryDecision.everything(at(5, "A"), page(at(5, "A"))))
                .isEqualTo(new RecoveryDecision(
                        Rule.EVERYTHING, true, page(at(5, "A")).publications(), at(5, "A"), at(5, "A")));
    }

    @Test
    void anEmptyEpochStandsForAny() {
        RecoveryDecision decision = RecoveryDecision.everything(at(0, ""), page(at(2, "A"), 1, 2));
        assertThat(decision.recovered()).isTrue();
        assertThat(decision.reported()).isEqualTo(at(0, "A"));
    }

    @Test
    void anotherEpochIsNeverRecovered() {
        assertRefused(RecoveryDecision.everything(at(3, "B"), page(at(5, "A"), 4, 5)), 5);
        assertRefused(RecoveryDecision.everything(at(5, "B"), page(at(5, "A"))), 5);
        assertRefused(RecoveryDecision.everything(at(0, "_"), page(at(0, "A"))), 0);
    }

    @Test
    void whatTheStreamNoLongerHoldsIsNotRecovered() {
        assertRefused(RecoveryDecision.everything(at(3, "A"), page(at(6, "A"), 5, 6)), 6);
        assertRefused(RecoveryDecision.everything(at(3, "A"), page(at(6, "A"))), 6);
    }

    @Test
    void moreThanWasReadIsNotRecovered() {
        assertRefused(RecoveryDecision.everything(at(3, "A"), page(at(9, "A"), 4, 5, 6)), 9);
    }

    @Test
    void aStreamWithAHoleIsNotRecovered() {
        assertRefused(RecoveryDecision.everything(at(3, "A"), page(at(6, "A"), 4, 6)), 6);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, Long.MAX_VALUE, -1, -5, Long.MIN_VALUE, Long.MIN_VALUE + 5})
    void aLyingClientIsNotRecovered(long offset) {
        assertRefused(RecoveryDecision.everything(at(offset, "A"), page(at(5, "A"))), 5);
        assertRefused(RecoveryDecision.everything(at(offset, "A"), page(at(5, "A"), 1, 2, 3, 4, 5)), 5);
    }

    /** The reference's table, row by row, against the rule that stands for all of them. */
    @Property
    void theRuleAgreesWithTheTable(
            @ForAll @LongRange(max = 12) long asked,
            @ForAll @LongRange(max = 12) long top,
            @ForAll @IntRange(max = 6) int kept,
            @ForAll @IntRange(max = 6) int limit,
            @ForAll boolean sameEpoch) {
        long first = Math.max(asked, Math.max(0, top - kept)) + 1;
        long[] read = LongStream.rangeClosed(first, top).limit(limit).toArray();
        boolean recovered =
                sameEpoch && (read.length == 0 ? top == asked : read[0] == asked + 1 && read[read.length - 1] == top);

        RecoveryDecision decision =
                RecoveryDecision.everything(at(asked, sameEpoch ? "A" : "B"), page(at(top, "A"), read));
        assertThat(decision.recovered()).isEqualTo(recovered);
        assertThat(offsets(decision.publications())).isEqualTo(recovered ? between(asked, top) : between(0, 0));
        assertThat(decision.reported()).isEqualTo(at(recovered ? asked : top, "A"));
    }

    @Test
    void ofACacheTheNewestIsGivenHoweverOldThePositionIs() {
        for (String epoch : new String[] {"A", "B", ""}) {
            RecoveryDecision decision = RecoveryDecision.newest(at(3, epoch), page(at(9, "A"), 9));
            assertThat(decision.recovered()).isTrue();
            assertThat(offsets(decision.publications())).containsExactly(9L);
            assertThat(decision.reported()).isEqualTo(at(3, "A"));
        }
    }

    @Test
    void ofACacheNothingIsGivenToWhoeverHasTheNewest() {
        RecoveryDecision decision = RecoveryDecision.newest(at(9, "A"), page(at(9, "A"), 9));
        assertThat(decision.recovered()).isTrue();
        assertThat(decision.publications()).isEmpty();
        assertThat(decision.reported()).isEqualTo(at(9, "A"));
    }

    @Test
    void theSameOffsetOfAnotherLifeIsNotTheNewest() {
        assertThat(offsets(
                        RecoveryDecision.newest(at(9, "B"), page(at(9, "A"), 9)).publications()))
                .containsExactly(9L);
    }

    @Test
    void aCacheWithoutItsNewestRecoversNobody() {
        for (RecoveryDecision decision : new RecoveryDecision[] {
            RecoveryDecision.newest(at(3, "A"), page(at(9, "A"))),
            RecoveryDecision.newest(at(0, ""), page(at(0, "A"))),
            RecoveryDecision.newest(at(0, "A"), page(at(0, "A"))),
            RecoveryDecision.newest(at(3, "A"), page(at(9, "A"), 8))
        }) {
            assertThat(decision.recovered()).isFalse();
            assertThat(decision.publications()).isEmpty();
            assertThat(decision.reported()).isEqualTo(decision.top());
        }
    }

    @Test
    void theQueriesAskForWhatTheDecisionsNeed() {
        assertThat(RecoveryDecision.queryForEverything(at(3, "A"), 300))
                .isEqualTo(new HistoryQuery(300, Optional.of(at(3, "A")), false));
        assertThat(RecoveryDecision.NEWEST_QUERY).isEqualTo(new HistoryQuery(1, Optional.empty(), true));
    }

    private static void assertRefused(RecoveryDecision decision, long top) {
        assertThat(decision).isEqualTo(RecoveryDecision.fromNow(at(top, "A")));
        assertThat(decision.recovered()).isFalse();
        assertThat(decision.publications()).isEmpty();
        assertThat(decision.reported()).isEqualTo(at(top, "A"));
    }
}
