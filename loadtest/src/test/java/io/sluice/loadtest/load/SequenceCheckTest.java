package io.sluice.loadtest.load;

import static io.sluice.loadtest.load.SequenceCheck.Verdict.DUPLICATE;
import static io.sluice.loadtest.load.SequenceCheck.Verdict.NEW;
import static io.sluice.loadtest.load.SequenceCheck.Verdict.REORDERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {
    private final SequenceCheck check = new SequenceCheck(2, false);

    private List<SequenceCheck.Verdict> receive(int slot, long... numbers) {
        List<SequenceCheck.Verdict> verdicts = new ArrayList<>();
        for (long number : numbers) {
            verdicts.add(check.received(slot, number));
        }
        return verdicts;
    }

    @Test
    void numbersInTheirOrderAreNewAndNothingIsMissing() {
        assertThat(receive(0, 1, 2, 3)).containsOnly(NEW);
        assertThat(check.missing(0, 3)).isZero();
    }

    @Test
    void whatIsLeftOutIsMissing() {
        assertThat(receive(0, 1, 4)).containsOnly(NEW);
        assertThat(check.missing(0, 4)).isEqualTo(2);
        assertThat(check.missingInside(0)).isEqualTo(2);
    }

    @Test
    void theFirstAndTheLastCountToo() {
        receive(0, 3);

        assertThat(check.missing(0, 5)).isEqualTo(4);
        assertThat(check.missing(1, 5)).isEqualTo(5);
    }

    @Test
    void aSecondTimeIsADuplicate() {
        assertThat(receive(0, 1, 2, 2, 1)).containsExactly(NEW, NEW, DUPLICATE, DUPLICATE);
        assertThat(check.missing(0, 2)).isZero();
    }

    @Test
    void whatComesLateIsReorderedAndNoLongerMissing() {
        assertThat(receive(0, 1, 3, 2, 2)).containsExactly(NEW, NEW, REORDERED, DUPLICATE);
        assertThat(check.missing(0, 3)).isZero();
    }

    @Test
    void channelsAreIndependent() {
        receive(0, 1, 2);
        assertThat(receive(1, 1)).containsExactly(NEW);
    }

    @Test
    void oneThatJoinsMidwayMissesNothingBeforeItsFirst() {
        SequenceCheck midway = new SequenceCheck(1, true);

        assertThat(midway.missing(0, 10)).isZero();
        midway.received(0, 7);
        midway.received(0, 9);

        assertThat(midway.missing(0, 10)).isEqualTo(2);
    }

    @Test
    void aNumberThatCannotBeIsAFault() {
        assertThatIllegalArgumentException().isThrownBy(() -> check.received(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> check.received(0, 1L << 40));
    }

    @Property
    void itCountsAsASetOfAllNumbersWould(@ForAll List<@IntRange(min = 1, max = 30) Integer> numbers) {
        SequenceCheck one = new SequenceCheck(1, false);
        Set<Integer> received = new HashSet<>();
        int highest = 0;
        for (int number : numbers) {
            SequenceCheck.Verdict expected = received.contains(number) ? DUPLICATE : number > highest ? NEW : REORDERED;
            assertThat(one.received(0, number)).isEqualTo(expected);
            received.add(number);
            highest = Math.max(highest, number);
        }
        assertThat(one.missing(0, 30)).isEqualTo(30L - received.size());
    }

    @Test
    void ofTooManyGapsTheOldestAreGivenUpButStayMissing() {
        int gaps = MissingNumbers.MAX_RANGES + 1;
        for (int i = 1; i <= gaps; i++) {
            check.received(0, 2L * i);
        }

        assertThat(check.missing(0, 2L * gaps)).isEqualTo(gaps);
        assertThat(check.received(0, 1)).isEqualTo(DUPLICATE);
        assertThat(check.received(0, 3)).isEqualTo(REORDERED);
        assertThat(check.missing(0, 2L * gaps)).isEqualTo(gaps - 1L);
    }
}
