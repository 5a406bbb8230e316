package io.sluice.gateway.recovery;

import static io.sluice.gateway.recovery.StreamFixtures.at;
import static io.sluice.gateway.recovery.StreamFixtures.offsets;
import static io.sluice.gateway.recovery.StreamFixtures.page;
import static io.sluice.gateway.recovery.StreamFixtures.publications;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Publication;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryMergerTest {

    private static final RecoveryDecision RECOVERED = RecoveryDecision.everything(at(3, "A"), page(at(5, "A"), 4, 5));
    private static final RecoveryDecision FROM_NOW = RecoveryDecision.fromNow(at(5, "A"));
    private static final RecoveryDecision CACHED = RecoveryDecision.newest(at(3, "A"), page(at(5, "A"), 5));
    private static final RecoveryDecision EMPTY_CACHE = RecoveryDecision.newest(at(0, ""), page(at(0, "A")));

    @Test
    void whatWasReadComesBeforeWhatCameLive() {
        RecoveredStart start = merge(RECOVERED, publications("A", 6, 7));
        assertThat(start.recovered()).isTrue();
        assertThat(offsets(start.publications())).containsExactly(4L, 5L, 6L, 7L);
        assertThat(start.reported()).isEqualTo(at(3, "A"));
        assertThat(start.reached()).isEqualTo(at(7, "A"));
    }

    @Test
    void whatCameBothWaysIsGivenOnce() {
        RecoveredStart start = merge(RECOVERED, publications("A", 2, 3, 4, 5, 6, 6));
        assertThat(offsets(start.publications())).containsExactly(4L, 5L, 6L);
    }

    @Test
    void whatCameInDisorderIsPutInOrder() {
        assertThat(offsets(merge(RECOVERED, publications("A", 7, 5, 6)).publications()))
                .containsExactly(4L, 5L, 6L, 7L);
    }

    @Test
    void aGapMakesItInsufficient() {
        assertThat(RecoveryMerger.merge(RECOVERED, publications("A", 7))).isEmpty();
        assertThat(RecoveryMerger.merge(RECOVERED, publications("A", 6, 8))).isEmpty();
    }

    @Test
    void aPublicationOfAnotherLifeMakesItInsufficientWhoeverAsked() {
        for (RecoveryDecision decision : List.of(RECOVERED, FROM_NOW, CACHED, EMPTY_CACHE)) {
            assertThat(RecoveryMerger.merge(decision, publications("B", 1))).isEmpty();
            assertThat(RecoveryMerger.merge(decision, publications("B", 6))).isEmpty();
        }
    }

    @Test
    void withoutRecoveryTheHighestOffsetIsTheBeginning() {
        RecoveredStart start = merge(FROM_NOW, publications("A", 8, 6));
        assertThat(start.recovered()).isFalse();
        assertThat(start.publications()).isEmpty();
        assertThat(start.reported()).isEqualTo(at(8, "A")).isEqualTo(start.reached());
        assertThat(merge(FROM_NOW, publications("A", 3, 4)).reported()).isEqualTo(at(5, "A"));
        assertThat(merge(FROM_NOW, List.of()).reported()).isEqualTo(at(5, "A"));
    }

    @Test
    void ofACacheOnlyTheNewestIsGivenEvenAfterAGap() {
        RecoveredStart start = merge(CACHED, publications("A", 6, 8));
        assertThat(offsets(start.publications())).containsExactly(8L);
        assertThat(start.reported()).isEqualTo(at(3, "A"));
        assertThat(start.reached()).isEqualTo(at(8, "A"));
        assertThat(offsets(merge(CACHED, publications("A", 4, 5)).publications()))
                .containsExactly(5L);
        assertThat(offsets(merge(CACHED, List.of()).publications())).containsExactly(5L);
    }

    @Test
    void whatCameLiveFillsAnEmptyCache() {
        assertThat(merge(EMPTY_CACHE, List.of()).recovered()).isFalse();
        RecoveredStart filled = merge(EMPTY_CACHE, publications("A", 1, 2));
        assertThat(filled.recovered()).isTrue();
        assertThat(offsets(filled.publications())).containsExactly(2L);
        assertThat(filled.reported()).isEqualTo(at(0, "A"));
    }

    @Test
    void publicationsWithoutAStreamAreLeftOut() {
        for (RecoveryDecision decision : List.of(RECOVERED, FROM_NOW, CACHED, EMPTY_CACHE)) {
            assertThat(merge(decision, publications("", 0, 0))).isEqualTo(merge(decision, List.of()));
        }
    }

    private static RecoveredStart merge(RecoveryDecision decision, List<Publication> live) {
        return RecoveryMerger.merge(decision, live).orElseThrow();
    }
}
