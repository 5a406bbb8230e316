package io.sluice.loadtest.cluster;

import io.sluice.common.redis.LocalRedis;
import io.sluice.common.threading.ThreadSafe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Redis, gateways and routers as real processes of this machine, each on free ports of 127.0.0.1.
 *
 * <pre>{@code
 * try (Cluster cluster = Cluster.start(ClusterPlan.gateways(2).withRouter())) {
 *     URI uri = cluster.router().webSocketUri();
 *     cluster.gateway(0).kill();
 *     cluster.gateway(0).restart();
 * }
 * }</pre>
 *
 * <p>When a process does not start, all are ended and the {@link ServerStartException} carries what it wrote. Gateways
 * and router never outlive the JVM that started them, even when that is killed: see {@link ChildGuard}. The programs are
 * found as {@link Programs#find()} says. Every gateway is called {@code gateway-1}, {@code gateway-2} … ({@code
 * node.name}).
 *
 * <p>Threading: may be used by any thread; starting and stopping blocks the caller for seconds.
 */
@ThreadSafe
public final class Cluster implements AutoCloseable {
    /** Unless the plan says otherwise nobody waits for the clients of a gateway that is stopped: most runs end with that. */
    private static final Map<String, String> SHORT_DRAIN = Map.of("drain.delay", "0s", "drain.period", "1s");

    private final ClusterPlan plan;
    private final Programs programs;
    private final ChildGuard guard;
    private final @Nullable LocalRedis redis;
    // Guarded by this.
    private final List<ServerProcess> gateways = new ArrayList<>();
    private final List<ServerProcess> routers = new ArrayList<>();

    private Cluster(ClusterPlan plan, Programs programs) throws IOException {
        this.plan = plan;
        this.programs = programs;
        this.guard = ChildGuard.start();
        this.redis = plan.redis() ? LocalRedis.start() : null;
        if (redis != null) {
            guard.watch(redis.pid());
        }
    }

    /** Starts all of the plan, the gateways at the same time, and waits until each is ready. */
    public static Cluster start(ClusterPlan plan) throws IOException, InterruptedException {
        Cluster cluster = new Cluster(plan, Programs.find());
        boolean complete = false;
        try {
            cluster.startServers();
            complete = true;
            return cluster;
        } finally {
            if (!complete) {
                cluster.close();
            }
        }
    }

    private synchronized void startServers() throws InterruptedException {
        for (int i = 0; i < plan.gateways(); i++) {
            launchGateway();
        }
        for (ServerProcess gateway : gateways) {
            gateway.awaitReady();
        }
        for (int i = 0; i < plan.routers(); i++) {
            launchRouter();
        }
        for (ServerProcess router : routers) {
            router.awaitReady();
        }
    }

    private ServerProcess launchGateway() {
        String name = "gateway-" + (gateways.size() + 1);
        Map<String, String> settings = new LinkedHashMap<>(SHORT_DRAIN);
        settings.putAll(plan.gatewaySettings());
        List<String> command = command(Program.GATEWAY, settings);
        command.add("--set");
        command.add("node.name=" + name);
        ServerProcess gateway = ServerProcess.launch(name, command, guard);
        gateways.add(gateway);
        return gateway;
    }

    private ServerProcess launchRouter() {
        String name = routers.isEmpty() ? "router" : "router-" + (routers.size() + 1);
        ServerProcess router = ServerProcess.launch(name, command(Program.ROUTER, plan.routerSettings()), guard);
        routers.add(router);
        return router;
    }

    private List<String> command(Program program, Map<String, String> settings) {
        List<String> command = programs.command(program, plan.jvmOptions());
        if (redis != null) {
            command.add("--redis");
            command.add(redis.uri());
        }
        settings.forEach((name, value) -> {
            command.add("--set");
            command.add(name + "=" + value);
        });
        return command;
    }

    /** Starts one more gateway and waits until it is ready; a router finds it by itself a moment later. */
    public synchronized ServerProcess addGateway() throws InterruptedException {
        return addGateways(1).get(0);
    }

    /** Starts more gateways at the same time and waits until all are ready. */
    public synchronized List<ServerProcess> addGateways(int count) throws InterruptedException {
        List<ServerProcess> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(launchGateway());
        }
        for (ServerProcess gateway : added) {
            gateway.awaitReady();
        }
        return added;
    }

    /** Starts one more router and waits until it is ready. */
    public synchronized ServerProcess addRouter() throws InterruptedException {
        ServerProcess router = launchRouter();
        router.awaitReady();
        return router;
    }

    /** The gateway of an index from 0; one that was stopped or killed keeps its index. */
    public synchronized ServerProcess gateway(int index) {
        return gateways.get(index);
    }

    public synchronized List<ServerProcess> gateways() {
        return List.copyOf(gateways);
    }

    /** The first router; a {@link NoSuchElementException} when the plan has none. */
    public synchronized ServerProcess router() {
        if (routers.isEmpty()) {
            throw new NoSuchElementException("this cluster was planned without a router");
        }
        return routers.get(0);
    }

    public synchronized List<ServerProcess> routers() {
        return List.copyOf(routers);
    }

    /** The Redis server; a {@link NoSuchElementException} when the plan has none. */
    public LocalRedis redis() {
        if (redis == null) {
            throw new NoSuchElementException("this cluster was planned without Redis");
        }
        return redis;
    }

    /** Stops all gracefully: the routers, then the gateways at the same time. Redis stays until {@link #close}. */
    public synchronized void stop() throws InterruptedException {
        for (ServerProcess router : routers) {
            router.stop();
        }
        gateways.forEach(ServerProcess::askToStop);
        for (ServerProcess gateway : gateways) {
            gateway.stop();
        }
    }

    /** Ends at once, with {@code kill -9}, what still runs. */
    @Override
    public synchronized void close() {
        gateways.forEach(ServerProcess::abandon);
        routers.forEach(ServerProcess::abandon);
        guard.close();
        if (redis != null) {
            redis.close();
        }
    }
}
