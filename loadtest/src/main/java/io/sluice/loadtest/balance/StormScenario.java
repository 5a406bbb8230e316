package io.sluice.loadtest.balance;

import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.cluster.ServerProcess;
import io.sluice.loadtest.load.ApiPort;
import io.sluice.loadtest.load.Reception;
import io.sluice.loadtest.load.ReturnPolicy;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.scenario.Measurement;
import io.sluice.loadtest.scenario.ScenarioResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A node is killed, and all of its clients come back at once. They have to be back soon, the survivors must hardly notice, and
 * must share them evenly.
 *
 * <p>Threading: {@link #run} blocks its caller for the whole run.
 */
@ThreadConfined
public final class StormScenario {
    /**
     * What is to be done.
     *
     * @param nodes of which the last is killed
     * @param routers over which the clients are spread; each pair of sockets takes two open files of a router
     * @param handshakes that each node admits a second; its bucket holds those of one second
     * @param warmUp load before anything is measured
     * @param window in which latency is measured before the node is killed
     * @param policy of clients that come back
     * @param plan of the cluster: settings and JVM options; its numbers of gateways and routers do not matter
     */
    public record Course(
            int nodes,
            int routers,
            int handshakes,
            Duration warmUp,
            Duration window,
            ReturnPolicy policy,
            ClusterPlan plan) {
        public Course {
            if (nodes < 2 || routers < 1 || handshakes < 1) {
                throw new IllegalArgumentException("expected 2 or more nodes, a router and handshakes but was " + nodes
                        + ", " + routers + " and " + handshakes);
            }
        }
    }

    /** How long the killed node's clients may take to be back, all of them. */
    private static final Duration BACK = Duration.ofSeconds(30);
    /** Clients that are not back by then are given up. */
    private static final Duration BACK_PATIENCE = Duration.ofMinutes(2);
    /** For clients to notice: the kernel of a killed process resets its connections at once. */
    private static final Duration NOTICE_PATIENCE = Duration.ofSeconds(10);

    private static final double LATENCY_FACTOR = 3;
    private static final double DIFFERENCE = 0.1;
    private static final double PER_CENT = 100;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String COUNT = "count";

    private final BalanceLoad load;
    private final Course course;
    private final TimeSource time;
    private final Consumer<String> progress;
    private final List<Measurement> measurements = new ArrayList<>();

    /** A scenario; {@code progress} is told each second what is going on. */
    public StormScenario(BalanceLoad load, Course course, TimeSource time, Consumer<String> progress) {
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
                        course.plan().withGateways(course.nodes()).withRouters(course.routers()))
                .withSetting("client.connection_rate_limit", Integer.toString(course.handshakes()));
        try (Cluster cluster = Cluster.start(plan);
                RunningLoad running = RunningLoad.start(
                        load,
                        cluster.routers().stream()
                                .map(ServerProcess::webSocketUri)
                                .toList(),
                        // A survivor, so that what is measured is delivery and not the publisher's own way back.
                        new ApiPort(cluster.gateway(0).apiUrl(), "", time),
                        course.policy(),
                        time,
                        progress)) {
            running.watch(RecoverableCluster.processes(cluster));
            String spreads = storm(cluster, running);
            Delivery delivery = running.finish();
            measurements.addAll(delivery.measurements(""));
            return new ScenarioResult("storm", description(spreads), measurements, running.timeline());
        }
    }

    private String storm(Cluster cluster, RunningLoad running) throws IOException, InterruptedException {
        running.doing("warm-up");
        running.pass(course.warmUp());
        running.endPhase();
        running.doing("before the storm");
        running.pass(course.window());
        Reception before = running.endPhase();
        List<ServerProcess> survivors = cluster.gateways().subList(0, course.nodes() - 1);
        ServerProcess victim = cluster.gateway(course.nodes() - 1);
        Spread spreadBefore = new Spread(RecoverableCluster.connections(cluster.gateways()));
        int cut = RecoverableCluster.connections(victim);
        long killed = running.nanos();
        running.doing("storm");
        victim.kill();
        running.passUntil(() -> running.journal().departuresByClient(killed).size() >= cut, NOTICE_PATIENCE);
        boolean back = running.passUntil(() -> running.journal().subscribed() == load.clients(), BACK_PATIENCE);
        Reception during = running.endPhase();
        addReturn(running.journal(), killed, back);
        addLatencies(before, during);
        running.doing("after the storm");
        running.watch(RecoverableCluster.processes(cluster));
        running.pass(course.window());
        Spread spreadAfter = new Spread(RecoverableCluster.connections(survivors));
        addSpread(spreadAfter);
        return spreadBefore + " before, " + spreadAfter + " after";
    }

    private void addReturn(Journal journal, long killed, boolean back) {
        double seconds = back
                ? (journal.lastReturn(killed).orElse(killed) - killed) / NANOS_PER_SECOND
                : Double.POSITIVE_INFINITY;
        Map<String, List<Long>> departures = journal.departureTimes(killed, any -> true);
        int all = departures.values().stream().mapToInt(Collection::size).sum();
        int victims =
                departures.values().stream().mapToInt(Collection::size).max().orElse(0);
        int handshakes = journal.handshakeTimes().values().stream()
                .mapToInt(times -> Pace.peak(times, (long) NANOS_PER_SECOND))
                .max()
                .orElse(0);
        measurements.add(Measurement.of("clients of the killed node", victims, COUNT));
        measurements.add(Measurement.atMost((double) BACK.toSeconds(), "time until all were back", seconds, "s"));
        measurements.add(Measurement.atMost(0, "clients of the survivors cut off", all - victims, COUNT));
        measurements.add(Measurement.of("most handshakes of a node in any second", handshakes, COUNT));
    }

    /** Of the clients that never lost their connection. */
    private void addLatencies(Reception before, Reception during) {
        double p99Before = before.undisturbed().getValueAtPercentile(99) / NANOS_PER_MILLI;
        double p99During = during.undisturbed().getValueAtPercentile(99) / NANOS_PER_MILLI;
        measurements.add(Measurement.of(
                "latency of the survivors' clients before, median",
                before.undisturbed().getValueAtPercentile(50) / NANOS_PER_MILLI,
                "ms"));
        measurements.add(Measurement.of(
                "latency of the survivors' clients in the storm, median",
                during.undisturbed().getValueAtPercentile(50) / NANOS_PER_MILLI,
                "ms"));
        measurements.add(Measurement.of("latency of the survivors' clients before, 99%", p99Before, "ms"));
        measurements.add(Measurement.of("latency of the survivors' clients in the storm, 99%", p99During, "ms"));
        measurements.add(Measurement.atMost(
                LATENCY_FACTOR, "latency of the survivors' clients, 99%, to before", p99During / p99Before, "ratio"));
    }

    private void addSpread(Spread after) {
        measurements.add(Measurement.atMost(
                DIFFERENCE * PER_CENT,
                "difference of the survivors' connections, to their mean",
                after.difference() * PER_CENT,
                "%"));
    }

    private String description(String spreads) {
        return String.format(
                Locale.ROOT,
                "%,d clients on %,d recoverable channels, %,.0f publications/s; %d nodes behind %d routers, each admitting %d"
                        + " handshakes/s; the last was killed. Connections of the nodes: %s",
                load.clients(),
                load.channels(),
                load.rate(),
                course.nodes(),
                course.routers(),
                course.handshakes(),
                spreads);
    }
}
