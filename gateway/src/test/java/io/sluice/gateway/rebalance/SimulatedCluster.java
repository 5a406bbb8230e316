package io.sluice.gateway.rebalance;

import io.sluice.common.cluster.NodeRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Nodes that rebalance, and a router that places clients on the better of two nodes that are not above the mean, by figures as
 * old as a second. Time goes by
 * in tenths of a second. Clients that are told to go are back within two seconds.
 */
final class SimulatedCluster {

    static final int TENTHS = 10;

    private static final RebalanceSettings SETTINGS =
            new RebalanceSettings(true, 50, 1.10, 1.03, 100, Duration.ofSeconds(10), Duration.ofSeconds(60), false);

    /** A node, which counts its seconds from a moment of its own. */
    private static final class Node {

        private final RebalanceDecider decider;
        private final int phase;
        private int connections;
        private int reported;
        private int toMove;
        private int slicesLeft;
        private int moved;
        private int least = Integer.MAX_VALUE;

        Node(String id, int phase, int connections) {
            this.decider = new RebalanceDecider(SETTINGS, id);
            this.phase = phase;
            this.connections = connections;
        }
    }

    private final Random random;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Integer> returns = new ArrayList<>();
    private int tenth;

    SimulatedCluster(long seed) {
        this.random = new Random(seed);
    }

    void join(String id, int connections) {
        nodes.put(id, new Node(id, random.nextInt(TENTHS), connections));
    }

    void seconds(int count) {
        for (int i = 0; i < count * TENTHS; i++) {
            tenth++;
            nodes.forEach(this::move);
            long back = returns.stream().filter(due -> due <= tenth).count();
            returns.removeIf(due -> due <= tenth);
            for (int k = 0; k < back; k++) {
                place();
            }
        }
    }

    private void move(String id, Node node) {
        if (tenth % TENTHS == node.phase) {
            node.reported = node.connections;
            RebalanceDecision decision = node.decider.next(
                    records(),
                    node.connections,
                    false,
                    Duration.ofMillis(tenth * 100L).toNanos());
            node.toMove = decision.moves();
            node.slicesLeft = TENTHS;
        }
        if (node.slicesLeft > 0 && node.toMove > 0) {
            int slice = (node.toMove + node.slicesLeft - 1) / node.slicesLeft;
            node.toMove -= slice;
            node.slicesLeft--;
            node.connections -= slice;
            node.moved += slice;
            node.least = Math.min(node.least, node.connections);
            node.decider.moved(slice);
            for (int i = 0; i < slice; i++) {
                returns.add(tenth + 1 + random.nextInt(2 * TENTHS));
            }
        }
    }

    private List<NodeRecord> records() {
        List<NodeRecord> records = new ArrayList<>();
        nodes.forEach((id, node) -> records.add(Records.of(id, tenth, node.reported)));
        return records;
    }

    /** The router knows what it has placed itself, and learns with the next heartbeat who has gone. */
    private void place() {
        double mean = nodes.values().stream()
                .mapToInt(node -> node.reported)
                .average()
                .orElse(0);
        List<Node> all =
                nodes.values().stream().filter(node -> node.reported <= mean).toList();
        Node one = all.get(random.nextInt(all.size()));
        Node other = all.get(random.nextInt(all.size()));
        Node better = one.reported <= other.reported ? one : other;
        better.connections++;
        better.reported++;
    }

    List<Integer> connections() {
        return nodes.values().stream().map(node -> node.connections).toList();
    }

    int moved(String id) {
        return nodes.get(id).moved;
    }

    int moved() {
        return nodes.values().stream().mapToInt(node -> node.moved).sum();
    }

    /** The fewest connections that a node had when it moved somebody. */
    int least() {
        return nodes.values().stream().mapToInt(node -> node.least).min().orElseThrow();
    }
}
