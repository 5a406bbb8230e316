package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.loadtest.balance.BalanceLoad;
import io.sluice.loadtest.balance.RollingScenario;
import io.sluice.loadtest.balance.ScaleOutScenario;
import io.sluice.loadtest.balance.StormScenario;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.load.Backoff;
import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.load.ReturnPolicy;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.scenario.Measurement;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nodes are added, restarted and killed under load, in small: what clients get and where they end up, but not how fast. */
class MovingClientsIT {
    private static final LoadPayload PAYLOAD = new LoadPayload(120);
    /** Processes that live for seconds are up sooner, and take less of the machine, with quickly compiled code. */
    private static final ClusterPlan PLAN =
            TestClusters.unpinged(ClusterPlan.gateways(1)).withJvmOption("-XX:TieredStopAtLevel=1");
    /** A run that a busy machine makes longer than a minute would else have clients that are old enough to be moved. */
    private static final ClusterPlan UNMOVED = PLAN.withSetting("rebalance.enabled", "false");
    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static Map<String, Double> values(ScenarioResult result) {
        return result.measurements().stream().collect(Collectors.toMap(Measurement::name, Measurement::value));
    }

    private static void assertNothingLost(Map<String, Double> values) {
        assertThat(values.get("messages delivered")).isPositive();
        assertThat(values.get("of these recovered on return")).isPositive();
        for (String fault : new String[] {
            "messages lost",
            "messages duplicated",
            "messages reordered",
            "messages with a wrong offset",
            "returns that could not be recovered"
        }) {
            assertThat(values.get(fault)).as(fault).isZero();
        }
    }

    private static Optional<Path> haproxy() {
        return Optional.of(Path.of("/usr/sbin/haproxy")).filter(Files::isExecutable);
    }

    @Test
    void clientsSpreadOverANewNodeWithoutLossAndStayWhereTheyAreBehindAPlainBalancer() throws Exception {
        BalanceLoad load = new BalanceLoad(300, 30, 200, PAYLOAD, 150);
        // Slow enough for so few clients that those on their way do not count much.
        ClusterPlan quick = PLAN.withSetting("rebalance.min_age", "8s")
                .withSetting("rebalance.settle", "2s")
                .withSetting("rebalance.rate", "10")
                .withSetting("rebalance.floor", "10");
        ScaleOutScenario.Course course = new ScaleOutScenario.Course(
                2, 3, Duration.ofSeconds(2), PATIENCE, Duration.ofSeconds(3), quick, haproxy());

        Map<String, Double> values =
                values(new ScaleOutScenario(load, course, TimeSource.system(), status -> {}).run());

        assertNothingLost(values);
        assertThat(values.get("largest distance from the mean at the end")).isLessThanOrEqualTo(5);
        assertThat(values.get("connections at the end, gateway-3")).isBetween(95.0, 105.0);
        assertThat(values.get("clients moved more than once")).isZero();
        assertThat(values.get("plain balancer: connections at the end, gateway-3"))
                .isZero();
        assertThat(values.get("plain balancer: clients moved")).isZero();
    }

    @Test
    void aRollingRestartLosesNothingClosesAtItsPaceAndEndsEveryNodeWell() throws Exception {
        BalanceLoad load = new BalanceLoad(150, 15, 200, PAYLOAD, 100);
        RollingScenario.Course course = new RollingScenario.Course(
                2, Duration.ofMillis(500), Duration.ofSeconds(3), Duration.ofSeconds(1), 100, UNMOVED);

        Map<String, Double> values = values(new RollingScenario(load, course, TimeSource.system(), status -> {}).run());

        assertNothingLost(values);
        for (int node = 1; node <= 2; node++) {
            String name = "gateway-" + node + ": ";
            double connections = values.get(name + "connections when asked to stop");
            assertThat(values.get(name + "exit status")).as(name).isZero();
            assertThat(connections).as(name).isGreaterThan(20);
            assertThat(values.get(name + "connections closed with 3001"))
                    .as(name)
                    .isEqualTo(connections);
            // A third of them a second is the pace; a node that closes all at once has them all in one second.
            assertThat(values.get(name + "highest pace of its closes")).as(name).isBetween(0.1, 0.7 * connections);
        }
        assertThat(values.get("highest rate of handshakes of a node, from the first restart on"))
                .as("counted by the nodes themselves")
                .isPositive()
                .isFinite();
        assertThat(values.get("most handshakes of a node ahead of its rate, likewise"))
                .isLessThanOrEqualTo(100);
    }

    @Test
    void theClientsOfAKilledNodeAllComeBackWithoutLossWhileTheOthersStay() throws Exception {
        BalanceLoad load = new BalanceLoad(300, 30, 200, PAYLOAD, 150);
        StormScenario.Course course = new StormScenario.Course(
                3,
                2,
                50,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                new ReturnPolicy(Backoff.OF_SDKS, true),
                UNMOVED);

        Map<String, Double> values = values(new StormScenario(load, course, TimeSource.system(), status -> {}).run());

        assertNothingLost(values);
        assertThat(values.get("clients of the killed node")).isGreaterThan(60);
        assertThat(values.get("time until all were back")).isLessThan(Double.POSITIVE_INFINITY);
        assertThat(values.get("clients of the survivors cut off")).isZero();
        // So few come back within so little time that each router places most of them by its own counts.
        assertThat(values.get("difference of the survivors' connections, to their mean"))
                .isLessThan(50);
    }
}
