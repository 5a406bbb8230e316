package io.sluice.gateway.rebalance;

import static io.sluice.gateway.rebalance.RebalanceState.ALONE;
import static io.sluice.gateway.rebalance.RebalanceState.BALANCED;
import static io.sluice.gateway.rebalance.RebalanceState.DRAINING;
import static io.sluice.gateway.rebalance.RebalanceState.GAVE_UP;
import static io.sluice.gateway.rebalance.RebalanceState.MOVING;
import static io.sluice.gateway.rebalance.RebalanceState.NOBODY_MOVABLE;
import static io.sluice.gateway.rebalance.RebalanceState.SETTLING;
import static io.sluice.gateway.rebalance.RebalanceState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.cluster.NodeRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One decision a second; rate 50, floor 100, threshold 1.10, target 1.03, settled after 10 seconds. */
class RebalanceDeciderTest {

    private static final int SETTLE = 10;
    private static final int PROGRESS_WINDOW = 10;

    private final RebalanceDecider decider = new RebalanceDecider(
            new RebalanceSettings(true, 50, 1.10, 1.03, 100, Duration.ofSeconds(SETTLE), Duration.ofSeconds(60), false),
            "self");
    private long second = -1_000; // Monotonic clocks may be below zero.

    @ParameterizedTest
    @CsvSource({
        // own, others, moves
        "1000, '1000',             0",
        "1100, '1000 1000 1000',   0", // 1.073 times the mean
        "1160, '1000 1000 1000',  45", // 1.115 times the mean of 1040: half of 1160 - 1.03 * 1040
        "4000, '0',               50", // the rate
        "300,  '100',             50", // half of 100 above the mean
        "110,  '0',               10", // down to the floor
        "100,  '0',                0",
        "99,   '0 0 0',            0",
        "1000, '1000 1000 1000 1000 1000 1000 1000 1000 1000 1000 1000 0', 4", // one has joined twelve: a twelfth of
        // the rate
        "1030, '1000 1000 1000 1000 1000 1000 1000 1000 1000 1000 1000 905', 0", // 1.028 times the mean, the last .91
        "900,  '1000 800',         0",
        "0,    '0 0',              0",
        "0,    '1000',             0"
    })
    void soManyAreMovedInTheFirstSecond(int own, String others, int moves) {
        int[] connections =
                Arrays.stream(others.split(" ")).mapToInt(Integer::parseInt).toArray();
        settle(own, connections);
        RebalanceDecision decision = next(own, connections);
        assertThat(decision.moves()).isEqualTo(moves);
        assertThat(decision.state()).isEqualTo(moves > 0 ? MOVING : BALANCED);
    }

    @Test
    void onceBegunItGoesOnToTheTarget() {
        settle(1160, 1000, 1000, 1000);
        assertThat(next(1160, 1000, 1000, 1000).state()).isEqualTo(MOVING);
        assertThat(next(1070, 1010, 1010, 1010).moves()).isEqualTo(8); // 1.044 times the mean: not enough to begin
        assertThat(next(1040, 1020, 1020, 1020).state()).isEqualTo(BALANCED);
        assertThat(next(1070, 1010, 1010, 1010).state()).isEqualTo(BALANCED);
    }

    @Test
    void nobodyIsMovedWhileTheClusterSettles() {
        for (int i = 0; i < SETTLE; i++) {
            assertThat(next(1000, 0).state()).isEqualTo(SETTLING);
        }
        assertThat(next(1000, 0).state()).isEqualTo(MOVING);
    }

    @Test
    void aNodeThatJoinsMakesItSettleAgain() {
        settle(1000, 0);
        assertThat(next(1000, 0).state()).isEqualTo(MOVING);
        settle(1000, 0, 0);
        assertThat(next(1000, 0, 0).state()).isEqualTo(MOVING);
    }

    @Test
    void soDoesOneThatDies() {
        settle(1000, 0, 1000);
        assertThat(next(1000, 0, 1000).state()).isEqualTo(MOVING);
        settle(1000, 0);
    }

    @Test
    void andOneThatDrains() {
        settle(1000, 0, 0);
        List<NodeRecord> listed = List.of(Records.of("a", 99, 0), Records.draining("b", 99, 0));
        assertThat(decide(listed, 1000, false).state()).isEqualTo(SETTLING);
    }

    @Test
    void nobodyIsMovedForAsLongAsAnotherNodeGivesItsClientsAway() {
        settle(1000, 0, 0);
        for (int left = 10 * SETTLE; left > 0; left--) {
            assertThat(decide(oneDrains(left), 1000, false).state()).isEqualTo(SETTLING);
        }
        for (int i = 1; i < SETTLE; i++) {
            assertThat(decide(oneDrains(0), 1000, false).state()).isEqualTo(SETTLING);
        }
        assertThat(decide(oneDrains(0), 1000, false).state())
                .as("one that is drained may stay so for days")
                .isEqualTo(MOVING);
    }

    private List<NodeRecord> oneDrains(int clientsLeft) {
        return List.of(Records.of("a", second + 10_000, 0), Records.draining("b", second + 10_000, clientsLeft));
    }

    @Test
    void whoDrainsMovesNobodyBesides() {
        settle(1000, 0);
        assertThat(decide(records(0), 1000, true).state()).isEqualTo(DRAINING);
        assertThat(decide(records(0), 1000, false).state())
                .as("taking it back is a change too")
                .isEqualTo(SETTLING);
    }

    @Test
    void nodesThatDrainOrAreFullDoNotCount() {
        for (int i = 0; i <= SETTLE; i++) {
            decide(withDrainingAndFull(), 1000, false);
        }
        RebalanceDecision decision = decide(withDrainingAndFull(), 1000, false);
        assertThat(decision.load()).isEqualTo(new ClusterLoad(2, 1000, 1000, 0, 0, 1));
        assertThat(decision.state()).isEqualTo(BALANCED);
    }

    private List<NodeRecord> withDrainingAndFull() {
        return List.of(
                Records.draining("a", second + 10_000, 0),
                Records.limited("b", second + 10_000, 50, 50),
                Records.of("c", second + 10_000, 1000));
    }

    @Test
    void noMoreAreMovedThanOthersHaveRoomFor() {
        List<NodeRecord> listed = new ArrayList<>();
        for (int i = 0; i <= SETTLE + 1; i++) {
            listed = List.of(Records.limited("a", second + 10_000, 293, 300));
            if (i <= SETTLE) {
                decide(listed, 1000, false);
            }
        }
        RebalanceDecision decision = decide(listed, 1000, false);
        assertThat(decision.moves()).isEqualTo(7);
    }

    @Test
    void aNodeWhoseHeartbeatStandsStillIsAsGoodAsDead() {
        settle(1000, 0, 1000);
        assertThat(next(1000, 0, 1000).state()).isEqualTo(MOVING);
        List<NodeRecord> listed = List.of(Records.of("0", second + 9_999, 0), Records.of("1", second + 9_999, 1000));
        for (int i = 0; i < 2; i++) {
            decider.moved(1);
            assertThat(decide(listed, 1000, false).state()).isEqualTo(MOVING);
        }
        assertThat(decide(listed, 1000, false).state()).isEqualTo(ALONE);
        assertThat(next(1000, 0, 1000).state()).as("it is back").isEqualTo(SETTLING);
    }

    @Test
    void whoIsAloneMovesNobody() {
        for (int i = 0; i <= 2 * SETTLE; i++) {
            RebalanceDecision decision = decide(List.of(Records.of("self", i, 1000)), 1000, false);
            assertThat(decision.state()).isEqualTo(ALONE);
            assertThat(decision.moves()).isZero();
        }
    }

    @Test
    void itsOwnRecordDoesNotMatterForItKnowsItself() {
        settle(1000, 1000);
        List<NodeRecord> listed = List.of(Records.of("self", 7, 0), Records.of("0", second + 10_000, 1000));
        assertThat(decide(listed, 1000, false).state()).isEqualTo(BALANCED);
    }

    @Test
    void withoutTheRegistryNobodyIsMoved() {
        settle(1000, 0);
        assertThat(next(1000, 0).state()).isEqualTo(MOVING);
        RebalanceDecision decision = decider.unknown(1000);
        assertThat(decision.state()).isEqualTo(UNKNOWN);
        assertThat(decision.moves()).isZero();
        assertThat(next(1000, 0).state()).isEqualTo(MOVING);
    }

    @Test
    void itSaysThatNobodyMayBeMoved() {
        settle(1000, 0);
        assertThat(next(1000, 0).state()).isEqualTo(MOVING);
        for (int i = 0; i < 3 * PROGRESS_WINDOW; i++) {
            assertThat(next(1000, 0).state()).isEqualTo(NOBODY_MOVABLE);
        }
        decider.moved(1);
        assertThat(next(1000, 0).state()).isEqualTo(MOVING);
    }

    @Test
    void itGivesUpWhileClientsComeStraightBackAndLongerEachTime() {
        settle(1000, 0);
        moveInVain();
        for (int i = 1; i < 60; i++) {
            assertThat(next(1000, 0).state()).as("after %s s", i).isEqualTo(GAVE_UP);
        }
        moveInVain();
        for (int i = 1; i < 120; i++) {
            assertThat(next(1000, 0).state()).as("after %s s", i).isEqualTo(GAVE_UP);
        }
        assertThat(next(1000, 0).state()).isEqualTo(MOVING);
    }

    @Test
    void aChangeOfTheClusterIsAnotherChance() {
        settle(1000, 0);
        moveInVain();
        settle(1000, 0, 0);
        assertThat(next(1000, 0, 0).state()).isEqualTo(MOVING);
    }

    @Test
    void itDoesNotGiveUpWhereHalfOfThemComeBack() {
        settle(4000, 0);
        int own = 4000;
        int other = 0;
        for (int i = 0; i < 40; i++) {
            RebalanceDecision decision = next(own, other);
            assertThat(decision.state()).isEqualTo(MOVING);
            decider.moved(decision.moves());
            own -= decision.moves() / 2;
            other += decision.moves() / 2;
        }
    }

    private void moveInVain() {
        for (int i = 0; i < PROGRESS_WINDOW; i++) {
            RebalanceDecision decision = next(1000, 0);
            assertThat(decision.state()).isEqualTo(MOVING);
            decider.moved(decision.moves());
        }
        assertThat(next(1000, 0).state()).isEqualTo(GAVE_UP);
    }

    /** Decides until the next decision is about a settled cluster. */
    private void settle(int own, int... others) {
        for (int i = 0; i < SETTLE; i++) {
            RebalanceDecision decision = next(own, others);
            assertThat(decision.moves()).isZero();
        }
    }

    private RebalanceDecision next(int own, int... others) {
        return decide(records(others), own, false);
    }

    private List<NodeRecord> records(int... others) {
        List<NodeRecord> listed = new ArrayList<>();
        for (int i = 0; i < others.length; i++) {
            listed.add(Records.of(String.valueOf(i), second + 10_000, others[i]));
        }
        return listed;
    }

    private RebalanceDecision decide(List<NodeRecord> listed, int own, boolean draining) {
        second++;
        return decider.next(listed, own, draining, Duration.ofSeconds(second).toNanos());
    }
}
