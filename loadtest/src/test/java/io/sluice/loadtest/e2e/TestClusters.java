package io.sluice.loadtest.e2e;

import io.sluice.loadtest.cluster.ClusterPlan;
import java.util.List;

/** The clusters that end-to-end tests run on. */
final class TestClusters {

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final String PATIENCE = "20s";

    private TestClusters() {}

    /** Two gateways that let everybody in, on one Redis, behind a router. */
    static ClusterPlan twoNodesBehindRouter() {
        return open(2)
                // Nobody is told to try again because a busy machine, or the back end in the test itself, is late.
                .withSetting("engine.redis.connect_timeout", PATIENCE)
                .withSetting("engine.redis.command_timeout", PATIENCE)
                .withSetting("client.proxy.connect.timeout", PATIENCE);
    }

    private static ClusterPlan open(int nodes) {
        return ClusterPlan.gateways(nodes)
                .withRouter()
                .withSetting("client.insecure", "true")
                .withSetting("http_api.insecure", "true")
                .withSetting("client.connect_include_node", "true")
                // Two hundred clients in one test process may be seconds behind on a busy machine; that is not what is
                // tested.
                .withSetting("client.pong_timeout", "20s");
    }

    /** Asks no client for a sign of life: hundreds of them in one process may be a minute behind on a busy machine. */
    static ClusterPlan unpinged(ClusterPlan plan) {
        return plan.withSetting("client.ping_interval", "0s");
    }

    /** Gives each node every n-th client, however slow a busy machine makes one of them. */
    static ClusterPlan inTurns(ClusterPlan plan) {
        return plan.withRouterSetting("balance.policy", "round_robin").withRouterSetting("balance.slow_start", "0s");
    }

    /**
     * Two gateways behind a router that let in who has a token, keep everything that clients may ask for of a private
     * channel, and have procedure calls answered by a back end.
     */
    static ClusterPlan twoNodesWithTokens(String hmacSecret, String procedures) {
        ClusterPlan plan = ClusterPlan.gateways(2)
                .withRouter()
                .withSetting("client.token.hmac_secret_key", hmacSecret)
                .withSetting("http_api.insecure", "true")
                .withSetting("rpc.without_namespace.proxy_enabled", "true")
                .withSetting("rpc.proxy.endpoint", procedures)
                .withSetting("rpc.proxy.timeout", PATIENCE)
                .withSetting("engine.redis.command_timeout", PATIENCE)
                .withSetting("channel.without_namespace.history_size", "1000")
                .withSetting("channel.without_namespace.history_ttl", "10m");
        for (String option : List.of(
                "presence",
                "allow_recovery",
                "allow_publish_for_subscriber",
                "allow_presence_for_subscriber",
                "allow_history_for_subscriber")) {
            plan = plan.withSetting("channel.without_namespace." + option, "true");
        }
        return plan;
    }

    /** Gateways that let everybody in, with channels whose history holds all of a test, so that whoever comes back recovers. */
    static ClusterPlan withHistory(int nodes) {
        return unpinged(open(nodes))
                .withSetting("channel.without_namespace.history_size", "10000")
                .withSetting("channel.without_namespace.history_ttl", "10m")
                .withSetting("channel.without_namespace.allow_recovery", "true")
                .withSetting("channel.without_namespace.allow_positioning", "true")
                .withSetting("client.recovery_max_publication_limit", "10000");
    }
}
