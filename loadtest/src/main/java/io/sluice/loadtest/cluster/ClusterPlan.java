package io.sluice.loadtest.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a cluster consists of. A plan is a value: each {@code with…} method gives a new one.
 *
 * <pre>{@code
 * ClusterPlan.gateways(2).withRouter().withSetting("client.insecure", "true")
 * }</pre>
 *
 * @param gateways how many gateways; more than one needs Redis
 * @param redis whether there is a Redis that the gateways use; without it they keep all in memory
 * @param routers how many routers stand before the gateways
 * @param gatewaySettings settings by name, given to each gateway by {@code --set}
 * @param routerSettings settings by name, given to the router
 * @param jvmOptions options of the gateways' and the router's JVMs, e.g. {@code -Xmx256m}
 */
public record ClusterPlan(
        int gateways,
        boolean redis,
        int routers,
        Map<String, String> gatewaySettings,
        Map<String, String> routerSettings,
        List<String> jvmOptions) {

    public ClusterPlan {
        if (gateways < 0) {
            throw new IllegalArgumentException("expected 0 or more gateways but was " + gateways);
        }
        if (routers < 0) {
            throw new IllegalArgumentException("expected 0 or more routers but was " + routers);
        }
        if (!redis && (gateways > 1 || routers > 0)) {
            throw new IllegalArgumentException("several gateways or a router need Redis");
        }
        gatewaySettings = Map.copyOf(gatewaySettings);
        routerSettings = Map.copyOf(routerSettings);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** One gateway that keeps all in memory. */
    public static ClusterPlan singleGateway() {
        return new ClusterPlan(1, false, 0, Map.of(), Map.of(), List.of());
    }

    /** Gateways that share a Redis. */
    public static ClusterPlan gateways(int count) {
        return new ClusterPlan(count, true, 0, Map.of(), Map.of(), List.of());
    }

    /** With another number of gateways. */
    public ClusterPlan withGateways(int count) {
        return new ClusterPlan(count, redis, routers, gatewaySettings, routerSettings, jvmOptions);
    }

    public ClusterPlan withRouter() {
        return withRouters(1);
    }

    public ClusterPlan withRouters(int count) {
        return new ClusterPlan(gateways, redis, count, gatewaySettings, routerSettings, jvmOptions);
    }

    public ClusterPlan withSetting(String name, String value) {
        return new ClusterPlan(
                gateways, redis, routers, with(gatewaySettings, name, value), routerSettings, jvmOptions);
    }

    public ClusterPlan withRouterSetting(String name, String value) {
        return new ClusterPlan(
                gateways, redis, routers, gatewaySettings, with(routerSettings, name, value), jvmOptions);
    }

    public ClusterPlan withJvmOption(String option) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.add(option);
        return new ClusterPlan(gateways, redis, routers, gatewaySettings, routerSettings, options);
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return more;
    }
}
