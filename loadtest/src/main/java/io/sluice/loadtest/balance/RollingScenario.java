package io.sluice.loadtest.balance;

import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.cluster.ServerProcess;
import io.sluice.loadtest.load.ApiPort;
import io.sluice.loadtest.load.Backoff;
import io.sluice.loadtest.load.ReturnPolicy;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.scenario.Measurement;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Every node is restarted under load, one at a time: it is asked to stop, drains, ends, and starts again on the same port.
 * Nothing may be lost, and both what leaves and what comes back has to keep its pace.
 *
 * <p>Threading: {@link #run} blocks its caller for the whole run.
 */
@ThreadConfined
public final class RollingScenario {
    /**
     * What is to be done.
     *
     * @param nodes that are restarted
     * @param drainDelay before a stopping node closes its first connection
     * @param drainPeriod in which it closes them all
     * @param pause before the first restart, between two, and after the last
     * @param handshakes that each node admits a second; its bucket holds those of one second
     * @param plan of the cluster: settings and JVM options; its number of gateways does not matter
     */
    public record Course(
            int nodes, Duration drainDelay, Duration drainPeriod, Duration pause, int handshakes, ClusterPlan plan) {
        public Course {
            if (nodes < 2) {
                throw new IllegalArgumentException("expected 2 or more nodes but was " + nodes);
            }
            if (drainDelay.isNegative() || drainPeriod.toMillis() < 1 || handshakes < 1) {
                throw new IllegalArgumentException("expected a delay, a period and handshakes above 0 but was "
                        + drainDelay + ", " + drainPeriod + " and " + handshakes);
            }
        }
    }

    /** Above its period a node may take so long for its last requests and its end. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(5);
    /** A node that has not ended by then is killed, and the scenario has failed. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private static final double PACE_TOLERANCE = 1.2;
    /** The clients see handshakes with the jitter of their own thread; the bucket itself is exact. */
    private static final double BUCKET_TOLERANCE = 1.1;

    private static final int SHUTDOWN = 3001;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final String COUNT = "count";

    private final BalanceLoad load;
    private final Course course;
    private final TimeSource time;
    private final Consumer<String> progress;
    private final List<Measurement> measurements = new ArrayList<>();

    /** A scenario; {@code progress} is told each second what is going on. */
    public RollingScenario(BalanceLoad load, Course course, TimeSource time, Consumer<String> progress) {
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
        progress.accept("starting the cluster …");
        ClusterPlan plan = RecoverableCluster.open(
                        course.plan().withGateways(course.nodes()).withRouter())
                .withSetting("drain.delay", course.drainDelay().toMillis() + "ms")
                .withSetting("drain.period", course.drainPeriod().toMillis() + "ms")
                .withSetting("client.connection_rate_limit", Integer.toString(course.handshakes()));
        ReturnPolicy policy = new ReturnPolicy(Backoff.OF_SDKS, true);
        try (Cluster cluster = Cluster.start(plan);
                RunningLoad running = RunningLoad.start(
                        load,
                        List.of(cluster.router().webSocketUri()),
                        new ApiPort(cluster.router().apiUrl(), "", time),
                        policy,
                        time,
                        progress)) {
            running.watch(RecoverableCluster.processes(cluster));
            running.doing("before the first restart");
            running.pass(course.pause());
            for (ServerProcess gateway : cluster.gateways()) {
                restart(gateway, running);
                running.watch(RecoverableCluster.processes(cluster));
                running.pass(course.pause());
            }
            running.doing("after the last restart");
            running.passUntil(() -> running.journal().subscribed() == load.clients(), STOP_PATIENCE);
            Spread spread = new Spread(RecoverableCluster.connections(cluster.gateways()));
            Delivery delivery = running.finish();
            addHandshakes(running.journal());
            measurements.addAll(delivery.measurements(""));
            return new ScenarioResult(
                    "rolling", description(spread, running.journal()), measurements, running.timeline());
        }
    }

    private void restart(ServerProcess gateway, RunningLoad running) throws IOException, InterruptedException {
        String name = gateway.name();
        int connections = RecoverableCluster.connections(gateway);
        long asked = running.nanos();
        running.doing(name + " drains " + connections + " connections");
        gateway.askToStop();
        Duration allowed = course.drainDelay().plus(course.drainPeriod()).plus(STOP_MARGIN);
        boolean ended = running.passUntil(() -> !gateway.alive(), allowed.plus(STOP_PATIENCE));
        double seconds = (running.nanos() - asked) / (double) SECOND;
        measurements.add(Measurement.of(name + ": connections when asked to stop", connections, COUNT));
        measurements.add(Measurement.atMost(
                allowed.toMillis() / MILLIS_PER_SECOND, name + ": time until it had ended", seconds, "s"));
        measurements.add(Measurement.atMost(
                0, name + ": exit status", ended ? gateway.stop() : Double.POSITIVE_INFINITY, COUNT));
        addPace(name, connections, running.journal(), asked);
        running.doing(name + " starts again");
        gateway.restart();
    }

    /** Of one node at a time: whoever is told of a shutdown in this time was on it. */
    private void addPace(String name, int connections, Journal journal, long asked) {
        Map<String, List<Long>> closes =
                journal.departureTimes(asked, departure -> departure.ending().code() == SHUTDOWN);
        List<Long> times =
                closes.values().stream().flatMap(List::stream).sorted().toList();
        double pace = connections * MILLIS_PER_SECOND / course.drainPeriod().toMillis();
        measurements.add(Measurement.of(name + ": connections closed with 3001", times.size(), COUNT));
        // Connections are whole, so that the limit is, too.
        measurements.add(Measurement.atMost(
                Math.ceil(PACE_TOLERANCE * pace),
                name + ": most closes in any second, at a pace of " + Math.round(pace),
                Pace.peak(times, SECOND),
                COUNT));
    }

    private void addHandshakes(Journal journal) {
        Map<String, List<Long>> handshakes = journal.handshakeTimes();
        int peak = handshakes.values().stream()
                .mapToInt(times -> Pace.peak(times, SECOND))
                .max()
                .orElse(0);
        double fullest = handshakes.values().stream()
                .mapToDouble(times -> Pace.fullestBucket(times, course.handshakes()))
                .max()
                .orElse(0);
        measurements.add(Measurement.of("most handshakes of a node in any second", peak, COUNT));
        measurements.add(Measurement.atMost(
                Math.rint(BUCKET_TOLERANCE * course.handshakes()),
                "most handshakes of a node ahead of its rate",
                Math.ceil(fullest),
                COUNT));
    }

    private String description(Spread spread, Journal journal) {
        return String.format(
                Locale.ROOT,
                "%,d clients on %,d recoverable channels, %,.0f publications/s; %d nodes restarted one after the other, each"
                        + " draining for %.1f s and admitting %d handshakes/s; connections of the nodes at the end: %s."
                        + " Connections ended: %s",
                load.clients(),
                load.channels(),
                load.rate(),
                course.nodes(),
                course.drainPeriod().toMillis() / MILLIS_PER_SECOND,
                course.handshakes(),
                spread,
                journal.endings(0));
    }
}
