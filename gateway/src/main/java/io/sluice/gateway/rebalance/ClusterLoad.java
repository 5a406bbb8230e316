package io.sluice.gateway.rebalance;

import io.sluice.common.cluster.NodeRecord;
import java.util.List;

/**
 * How this node's connections compare with those of the other nodes that take clients.
 *
 * @param nodes number of nodes that count, this one among them
 * @param own connections of this node
 * @param mean connections of a node on average
 * @param room connections that the nodes below the mean can take until they reach it, or their limit
 * @param receivers nodes below the mean for each one above it, this one among those; at most 1
 * @param lowest the least part that another node has of its fair share, which is the mean or its limit; 1 if there is none
 */
record ClusterLoad(int nodes, int own, double mean, double room, double receivers, double lowest) {

    /**
     * Counts up. Nodes that drain or are full take nobody, so their figures say nothing of how much this node should have.
     *
     * @param own connections of this node, which counts in any case
     * @param others the records of the other nodes
     */
    static ClusterLoad of(int own, List<NodeRecord> others) {
        List<NodeRecord> takers = others.stream()
                .filter(node -> !node.draining() && node.connections() < most(node))
                .toList();
        long sum = own + takers.stream().mapToLong(NodeRecord::connections).sum();
        double mean = (double) sum / (takers.size() + 1);
        double room = 0;
        double lowest = 1;
        int below = 0;
        int above = 1;
        for (NodeRecord node : takers) {
            double share = Math.min(mean, most(node));
            room += Math.max(0, share - node.connections());
            below += node.connections() < share ? 1 : 0;
            above += node.connections() > mean ? 1 : 0;
            lowest = share > 0 ? Math.min(lowest, node.connections() / share) : lowest;
        }
        return new ClusterLoad(takers.size() + 1, own, mean, room, Math.min(1, (double) below / above), lowest);
    }

    /** This node's connections in terms of the mean; 1 while nobody is connected anywhere. */
    double ratio() {
        return mean > 0 ? own / mean : 1;
    }

    /** Connections above {@code factor} times the mean; negative below it. */
    double excess(double factor) {
        return own - factor * mean;
    }

    private static int most(NodeRecord node) {
        int most = node.capacity().maxConnections();
        return most > 0 ? most : Integer.MAX_VALUE;
    }
}
