package io.sluice.loadtest.balance;

import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.scenario.Measurement;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Nodes are added under load: the clients have to spread over all of them, each moving once at most, without a message lost
 * or doubled. The same is then done with a plain balancer, which never touches live connections.
 *
 * <p>Threading: {@link #run} blocks its caller for the whole run.
 */
public final class ScaleOutScenario {
    /**
     * What is to be done.
     *
     * @param nodes at the beginning
     * @param to at the end
     * @param before how long the load goes on before nodes are added: for code to be compiled, and for clients to be old
     *     enough to be moved
     * @param limit how long it may take until the spread is good
     * @param staying how long it then has to stay good
     * @param plan of the cluster: settings and JVM options; its number of gateways does not matter
     * @param haproxy the plain balancer's program; empty for our router with {@code least_connections}
     */
    public record Course(
            int nodes,
            int to,
            Duration before,
            Duration limit,
            Duration staying,
            ClusterPlan plan,
            Optional<Path> haproxy) {
        public Course {
            if (nodes < 1 || to <= nodes) {
                throw new IllegalArgumentException(
                        "expected 1 or more nodes, and more at the end, but was " + nodes + " and " + to);
            }
        }
    }

    /** A plain balancer does not care how long a client has been there. */
    private static final Duration PLAIN_BEFORE = Duration.ofSeconds(15);

    private static final double PER_CENT = 100;
    private static final String COUNT = "count";

    private final BalanceLoad load;
    private final Course course;
    private final TimeSource time;
    private final Consumer<String> progress;

    /** A scenario; {@code progress} is told each second what is going on. */
    public ScaleOutScenario(BalanceLoad load, Course course, TimeSource time, Consumer<String> progress) {
        this.load = load;
        this.course = course;
        this.time = time;
        this.progress = progress;
    }

    /**
     * Runs it all.
     *
     * @throws IOException when clients or publisher cannot reach the cluster
     */
    public ScenarioResult run() throws IOException, InterruptedException {
        ScaleOutRun.Outcome moved = rebalanced();
        ScaleOutRun.Outcome stayed = plain(moved.observed());
        List<Measurement> measurements = new ArrayList<>(measurements(moved));
        measurements.addAll(plainMeasurements(stayed));
        return new ScenarioResult("scaleout", description(moved, stayed), measurements, moved.timeline());
    }

    private String plainBalancer() {
        return course.haproxy().isPresent() ? "HAProxy leastconn" : "router with least_connections";
    }

    private String description(ScaleOutRun.Outcome moved, ScaleOutRun.Outcome stayed) {
        return String.format(
                Locale.ROOT,
                "%,d clients on %,d recoverable channels, %,.0f publications/s; %d nodes, then %d. Connections of the nodes: %s"
                        + " before, %s after; with a plain balancer (%s) %s and %s. Connections ended: %s",
                load.clients(),
                load.channels(),
                load.rate(),
                course.nodes(),
                course.to(),
                moved.before(),
                moved.after(),
                plainBalancer(),
                stayed.before(),
                stayed.after(),
                moved.endings());
    }

    private ScaleOutRun.Outcome rebalanced() throws IOException, InterruptedException {
        progress.accept("starting the cluster …");
        ClusterPlan plan = RecoverableCluster.open(
                course.plan().withGateways(course.nodes()).withRouter());
        try (Cluster cluster = Cluster.start(plan)) {
            return scaleOut("", course.before(), course.limit().plus(course.staying()))
                    .run(cluster, cluster.router().webSocketUri(), added(), ignored -> {});
        }
    }

    /** For as long as the other took. */
    private ScaleOutRun.Outcome plain(Duration observed) throws IOException, InterruptedException {
        progress.accept("starting the cluster for the plain balancer …");
        ClusterPlan plan = RecoverableCluster.open(
                course.plan().withGateways(course.nodes()).withSetting("rebalance.enabled", "false"));
        if (course.haproxy().isEmpty()) {
            ClusterPlan routed = plan.withRouter().withRouterSetting("balance.policy", "least_connections");
            try (Cluster cluster = Cluster.start(routed)) {
                return plainRun(observed).run(cluster, cluster.router().webSocketUri(), added(), ignored -> {});
            }
        }
        try (Cluster cluster = Cluster.start(plan);
                GrowingHaproxy haproxy =
                        GrowingHaproxy.start(course.haproxy().get(), course.to(), 2 * load.clients() + 100)) {
            for (URI gateway :
                    cluster.gateways().stream().map(one -> one.webSocketUri()).toList()) {
                haproxy.add(gateway);
            }
            return plainRun(observed).run(cluster, haproxy.webSocketUri(), added(), newcomers -> {
                for (URI gateway : newcomers) {
                    haproxy.add(gateway);
                }
            });
        }
    }

    private int added() {
        return course.to() - course.nodes();
    }

    private ScaleOutRun plainRun(Duration observed) {
        Duration before = course.before().compareTo(PLAIN_BEFORE) < 0 ? course.before() : PLAIN_BEFORE;
        return scaleOut("plain balancer, ", before, observed);
    }

    private ScaleOutRun scaleOut(String who, Duration before, Duration observed) {
        return new ScaleOutRun(load, before, observed, course.staying(), time, status -> progress.accept(who + status));
    }

    private List<Measurement> measurements(ScaleOutRun.Outcome outcome) {
        long twice =
                outcome.moved().values().stream().filter(times -> times > 1).count();
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(Measurement.atMost(
                (double) course.limit().toSeconds(),
                "time until every node stayed within 5 % of the mean",
                outcome.balancedSeconds(),
                "s"));
        measurements.add(Measurement.atMost(
                ScaleOutRun.TOLERANCE * PER_CENT,
                "largest distance from the mean at the end",
                outcome.after().worstDeviation() * PER_CENT,
                "%"));
        measurements.add(
                Measurement.of("clients moved", (double) outcome.moved().size(), COUNT));
        measurements.add(
                Measurement.of("clients that had to move", load.clients() * (1.0 * added() / course.to()), COUNT));
        measurements.add(Measurement.atMost(0, "clients moved more than once", (double) twice, COUNT));
        measurements.addAll(nodes("connections at the end, ", outcome.after()));
        measurements.addAll(outcome.delivery().measurements(""));
        return measurements;
    }

    private List<Measurement> plainMeasurements(ScaleOutRun.Outcome outcome) {
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(Measurement.of(
                "plain balancer: largest distance from the mean at the end",
                outcome.after().worstDeviation() * PER_CENT,
                "%"));
        measurements.add(Measurement.of(
                "plain balancer: clients moved", (double) outcome.moved().size(), COUNT));
        measurements.addAll(nodes("plain balancer: connections at the end, ", outcome.after()));
        return measurements;
    }

    private static List<Measurement> nodes(String what, Spread spread) {
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i < spread.connections().size(); i++) {
            measurements.add(Measurement.of(
                    what + "gateway-" + (i + 1), spread.connections().get(i), COUNT));
        }
        return measurements;
    }
}
