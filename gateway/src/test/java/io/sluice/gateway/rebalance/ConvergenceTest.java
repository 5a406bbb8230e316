package io.sluice.gateway.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;

/** What becomes of a cluster whose nodes all decide for themselves. */
class ConvergenceTest {

    private static final int FLOOR = 100;

    @Property(tries = 30)
    void twoNodesThatBecomeFourAreWithinFivePercentOfTheMeanInAMinute(@ForAll long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed);
        cluster.join("a", 2000);
        cluster.join("b", 2000);
        cluster.seconds(30);
        assertThat(cluster.moved()).isZero();
        cluster.join("c", 0);
        cluster.join("d", 0);

        cluster.seconds(60);

        assertThat(cluster.connections())
                .allSatisfy(each -> assertThat(each).isCloseTo(1000, Percentage.withPercentage(5)));
        assertThat(cluster.moved("c") + cluster.moved("d"))
                .as("nobody who has moved is moved again")
                .isZero();
        assertThat(cluster.moved()).isBetween(1900, 2100);
        int moved = cluster.moved();
        cluster.seconds(120);
        assertThat(cluster.moved()).as("it stays as it is").isEqualTo(moved);
    }

    @Property(tries = 20)
    void aNodeThatJoinsManyDoesNotStayEmpty(@ForAll long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed);
        for (int i = 0; i < 20; i++) {
            cluster.join("node" + i, 1000);
        }
        cluster.seconds(20);
        cluster.join("new", 0);

        cluster.seconds(60);

        List<Integer> connections = cluster.connections();
        assertThat(connections.get(20)).isGreaterThan(900);
        assertThat(cluster.moved()).as("about what the new node lacks").isBetween(850, 1200);
    }

    @Property(tries = 100)
    void whateverItBeginsWithItComesToRestAndNobodyGoesBelowTheFloor(
            @ForAll List<@IntRange(min = 0, max = 3000) Integer> loads, @ForAll long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed);
        int sum = 0;
        for (int i = 0; i < Math.min(loads.size(), 8); i++) {
            cluster.join("node" + i, loads.get(i));
            sum += loads.get(i);
        }
        if (sum == 0) {
            return;
        }
        double mean = (double) sum / cluster.connections().size();

        cluster.seconds(180);

        int moved = cluster.moved();
        if (moved > 0) {
            assertThat(cluster.least()).isGreaterThanOrEqualTo(FLOOR);
        }
        if (mean > 2 * FLOOR) {
            assertThat(cluster.connections())
                    .allSatisfy(each -> assertThat((double) each).isBetween(0.85 * mean, 1.12 * mean));
        }
        cluster.seconds(60);
        assertThat(cluster.moved() - moved).as("moves of another minute").isLessThanOrEqualTo((int) (0.01 * sum));
    }
}
