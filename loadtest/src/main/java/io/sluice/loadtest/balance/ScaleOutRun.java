package io.sluice.loadtest.balance;

import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.load.ApiPort;
import io.sluice.loadtest.load.Backoff;
import io.sluice.loadtest.load.ReturnPolicy;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.measure.TimelinePoint;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Nodes are added to one cluster under load, behind one balancer, and the spread of its clients is followed.
 *
 * <p>Threading: {@link #run} blocks its caller for the whole run.
 */
@ThreadConfined
final class ScaleOutRun {
    /** What is told of the new nodes when they are ready. */
    @FunctionalInterface
    interface Newcomers {
        void ready(List<URI> gateways) throws IOException;
    }

    /**
     * What was seen.
     *
     * @param before how clients were spread before
     * @param after connections of each gateway at the end, as they say themselves, the first gateway first
     * @param balancedSeconds from when the new nodes were ready until every node was within the tolerance and stayed there;
     *     infinite when that has not come about
     * @param observed how long the spread was followed
     * @param moved how often each client that lost its connection lost it, by client
     * @param endings of these connections
     * @param delivery of all publications
     * @param timeline of the run
     */
    record Outcome(
            Spread before,
            Spread after,
            double balancedSeconds,
            Duration observed,
            Map<Integer, Long> moved,
            Map<String, Long> endings,
            Delivery delivery,
            List<TimelinePoint> timeline) {}

    /** How far from the mean a node may be that counts as balanced. */
    static final double TOLERANCE = 0.05;

    private static final double NANOS_PER_SECOND = 1e9;

    private final BalanceLoad load;
    private final Duration before;
    private final Duration observed;
    private final Duration staying;
    private final TimeSource time;
    private final Consumer<String> progress;

    /**
     * A run.
     *
     * @param before how long the load goes on before nodes are added
     * @param observed how long it goes on after that at most
     * @param staying it ends earlier when the spread has been good for so long
     */
    ScaleOutRun(
            BalanceLoad load,
            Duration before,
            Duration observed,
            Duration staying,
            TimeSource time,
            Consumer<String> progress) {
        this.load = load;
        this.before = before;
        this.observed = observed;
        this.staying = staying;
        this.time = time;
        this.progress = progress;
    }

    /**
     * Runs it on a cluster that is up.
     *
     * @param front where clients connect to
     * @param added how many nodes are added
     */
    Outcome run(Cluster cluster, URI front, int added, Newcomers newcomers) throws IOException, InterruptedException {
        ReturnPolicy policy = new ReturnPolicy(Backoff.OF_SDKS, true);
        ApiPort port = new ApiPort(cluster.gateway(0).apiUrl(), "", time);
        try (RunningLoad running = RunningLoad.start(load, List.of(front), port, policy, time, progress)) {
            running.watch(RecoverableCluster.processes(cluster));
            running.doing("before nodes are added");
            running.pass(before);
            Spread spreadBefore = new Spread(RecoverableCluster.connections(cluster.gateways()));
            long addedNanos = running.nanos();
            running.doing("adding nodes");
            newcomers.ready(cluster.addGateways(added).stream()
                    .map(gateway -> gateway.webSocketUri())
                    .toList());
            running.watch(RecoverableCluster.processes(cluster));
            running.doing("after nodes were added");
            long readyNanos = running.nanos();
            double balanced = follow(running, readyNanos, cluster.gateways().size());
            Duration followed = Duration.ofNanos(running.nanos() - readyNanos);
            Spread spreadAfter = new Spread(RecoverableCluster.connections(cluster.gateways()));
            Journal journal = running.journal();
            Delivery delivery = running.finish();
            return new Outcome(
                    spreadBefore,
                    spreadAfter,
                    balanced,
                    followed,
                    journal.departuresByClient(addedNanos),
                    journal.endings(addedNanos),
                    delivery,
                    running.timeline());
        }
    }

    /** Lets the time pass and tells after how many seconds the spread was good for the rest of it. */
    private double follow(RunningLoad running, long readyNanos, int nodes) throws IOException, InterruptedException {
        double[] goodSince = {Double.POSITIVE_INFINITY};
        running.passUntil(
                () -> {
                    boolean good = running.journal().spread(nodes).worstDeviation() <= TOLERANCE;
                    double seconds = (running.nanos() - readyNanos) / NANOS_PER_SECOND;
                    goodSince[0] = good ? Math.min(goodSince[0], seconds) : Double.POSITIVE_INFINITY;
                    return seconds - goodSince[0] >= staying.toNanos() / NANOS_PER_SECOND;
                },
                observed);
        return goodSince[0];
    }
}
