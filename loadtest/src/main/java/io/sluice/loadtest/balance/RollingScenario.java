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
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
     * @param drainPeriod in which it closes them all; 2 s or more
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
            if (drainDelay.isNegative() || drainPeriod.compareTo(SHORTEST_PERIOD) < 0 || handshakes < 1) {
                throw new IllegalArgumentException("expected a delay, a period of 2 s or more and handshakes but was "
                        + drainDelay + ", " + drainPeriod + " and " + handshakes);
            }
        }
    }

    /** Above its period a node may take so long for its last requests and its end. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(5);
    /** A node that has not ended by then is killed, and the scenario has failed. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    /** For clients to read what a node that has ended told them, and for those of the last one to be back. */
    private static final Duration CLIENTS_PATIENCE = Duration.ofSeconds(20);

    private static final double PACE_TOLERANCE = 1.2;
    /** A pace is seen over windows of at least this length. */
    private static final Duration WINDOW = Duration.ofSeconds(1);
    /** Some windows have to lie within it. */
    private static final Duration SHORTEST_PERIOD = WINDOW.multipliedBy(2);

    private static final int SHUTDOWN = 3001;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final String COUNT = "count";
    private static final String PER_SECOND = "/s";

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
            CounterWatch counters = new CounterWatch(time);
            running.looking(() -> readAll(counters, cluster));
            for (ServerProcess gateway : cluster.gateways()) {
                restart(gateway, running, counters);
                running.watch(RecoverableCluster.processes(cluster));
                running.pass(course.pause());
            }
            running.doing("after the last restart");
            running.passUntil(() -> running.journal().subscribed() == load.clients(), STOP_PATIENCE);
            Spread spread = new Spread(RecoverableCluster.connections(cluster.gateways()));
            Delivery delivery = running.finish();
            addHandshakes(counters);
            measurements.addAll(delivery.measurements(""));
            return new ScenarioResult(
                    "rolling", description(spread, running.journal()), measurements, running.timeline());
        }
    }

    private static void readAll(CounterWatch counters, Cluster cluster) throws InterruptedException {
        for (ServerProcess gateway : cluster.gateways()) {
            if (gateway.alive()) {
                counters.read(gateway.pid(), gateway.managementUrl());
            }
        }
    }

    private void restart(ServerProcess gateway, RunningLoad running, CounterWatch counters)
            throws IOException, InterruptedException {
        String name = gateway.name();
        long life = gateway.pid();
        // Who is still on the way back from the node before might come to this one after its connections were counted.
        running.passUntil(() -> running.journal().subscribed() == load.clients(), CLIENTS_PATIENCE);
        counters.read(life, gateway.managementUrl());
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
        running.passUntil(() -> closes(running.journal(), asked) >= connections, CLIENTS_PATIENCE);
        measurements.add(Measurement.of(
                name + ": connections closed with 3001", (double) closes(running.journal(), asked), COUNT));
        addPace(name, connections, counters.closes(life));
        running.doing(name + " starts again");
        gateway.restart();
    }

    /** Of one node at a time: whoever is told of a shutdown in this time was on it. */
    private static long closes(Journal journal, long asked) {
        return journal.departureTimes(asked, departure -> departure.ending().code() == SHUTDOWN).values().stream()
                .mapToLong(List::size)
                .sum();
    }

    /** By the node's own count: a generator that stalls reads many closes at once that were told one by one. */
    private void addPace(String name, int connections, PaceReadings closes) {
        double pace = connections * MILLIS_PER_SECOND / course.drainPeriod().toMillis();
        measurements.add(Measurement.of(name + ": pace that is set for its closes", pace, PER_SECOND));
        measurements.add(Measurement.atMost(
                PACE_TOLERANCE * pace,
                name + ": highest pace of its closes",
                highest(Stream.of(closes.highestRate(WINDOW))),
                PER_SECOND));
    }

    private void addHandshakes(CounterWatch counters) {
        double rate = highest(counters.handshakes().stream().map(readings -> readings.highestRate(WINDOW)));
        double ahead = highest(counters.handshakes().stream().map(readings -> readings.mostAhead(course.handshakes())));
        measurements.add(
                Measurement.of("highest rate of handshakes of a node, from the first restart on", rate, PER_SECOND));
        measurements.add(Measurement.atMost(
                course.handshakes(), "most handshakes of a node ahead of its rate, likewise", ahead, COUNT));
    }

    /** Infinite when nothing was seen: what is not known has not passed. */
    private static double highest(Stream<OptionalDouble> seen) {
        return seen.flatMapToDouble(OptionalDouble::stream).max().orElse(Double.POSITIVE_INFINITY);
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
