package io.sluice.loadtest.balance;

import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.cluster.ServerProcess;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.load.WatchedProcess.Role;
import io.sluice.loadtest.measure.MetricsReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the scenarios' clusters have in common: an open door, and channels from which whoever comes back recovers. */
final class RecoverableCluster {
    private static final String CONNECTIONS = "sluice_gateway_connections";

    private RecoverableCluster() {}

    /** The plan with what the scenarios need; their own settings come on top. */
    static ClusterPlan open(ClusterPlan plan) {
        return plan.withSetting("client.insecure", "true")
                .withSetting("http_api.insecure", "true")
                // Tells clients where they are, which is how the spread is seen.
                .withSetting("client.connect_include_node", "true")
                // A generator on the same two cores may be seconds behind with its pongs and commands; that is not what
                // is tested.
                .withSetting("client.pong_timeout", "20s")
                .withSetting("client.stale_close_delay", "60s")
                .withSetting("channel.without_namespace.history_size", "10000")
                .withSetting("channel.without_namespace.history_ttl", "10m")
                .withSetting("channel.without_namespace.allow_recovery", "true")
                .withSetting("client.recovery_max_publication_limit", "10000");
    }

    /** Connections of each gateway, as it says itself. */
    static List<Integer> connections(List<ServerProcess> gateways) throws IOException, InterruptedException {
        List<Integer> connections = new ArrayList<>();
        for (ServerProcess gateway : gateways) {
            connections.add(connections(gateway));
        }
        return connections;
    }

    /** Connections of a gateway, as it says itself. */
    static int connections(ServerProcess gateway) throws IOException, InterruptedException {
        return (int) MetricsReading.of(gateway.managementUrl()).total(CONNECTIONS);
    }

    /** All that runs, ourselves last. */
    static List<WatchedProcess> processes(Cluster cluster) {
        List<WatchedProcess> processes = new ArrayList<>();
        cluster.gateways().stream()
                .filter(ServerProcess::alive)
                .forEach(gateway -> processes.add(new WatchedProcess(gateway.name(), Role.SERVER, gateway.pid())));
        cluster.routers()
                .forEach(router -> processes.add(new WatchedProcess(router.name(), Role.ROUTER, router.pid())));
        processes.add(new WatchedProcess("redis", Role.REDIS, cluster.redis().pid()));
        processes.add(WatchedProcess.ourselves());
        return processes;
    }
}
