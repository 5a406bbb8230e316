package io.sluice.loadtest.demo;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cluster of the demonstration; starting and stopping it runs on a worker thread. */
@ThreadSafe
final class DemoCluster implements Service {
    private final Vertx vertx;
    private final Supplier<ClusterPlan> plan;
    /** Volatile because a worker thread sets it and others read it. */
    private volatile @Nullable Cluster cluster;

    /** A cluster by the plan that is asked for when it starts. */
    DemoCluster(Vertx vertx, Supplier<ClusterPlan> plan) {
        this.vertx = vertx;
        this.plan = plan;
    }

    /** The running cluster. */
    Cluster get() {
        Cluster running = cluster;
        if (running == null) {
            throw new IllegalStateException("the cluster has not started yet");
        }
        return running;
    }

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public Future<Void> start() {
        return vertx.executeBlocking(() -> {
            cluster = Cluster.start(plan.get());
            return null;
        });
    }

    @Override
    public Future<Void> stop() {
        return vertx.executeBlocking(() -> {
            try (Cluster running = get()) {
                running.stop();
            }
            return null;
        });
    }
}
