package io.sluice.loadtest.e2e;

import io.sluice.loadtest.cluster.ClusterPlan;

/** The clusters that end-to-end tests run on. */
final class TestClusters {

    private TestClusters() {}

    /** Two gateways that let everybody in, on one Redis, behind a router. */
    static ClusterPlan twoNodesBehindRouter() {
        return ClusterPlan.gateways(2)
                .withRouter()
                .withSetting("client.insecure", "true")
                .withSetting("http_api.insecure", "true")
                .withSetting("client.connect_include_node", "true")
                // Two hundred clients in one test process may be seconds behind on a busy machine; that is not what is
                // tested.
                .withSetting("client.pong_timeout", "20s");
    }
}
