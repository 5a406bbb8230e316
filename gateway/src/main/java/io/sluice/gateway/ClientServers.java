package io.sluice.gateway;

import static java.util.Objects.requireNonNull;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The client port, served by one {@link GatewayLoop} on each event loop. Vert.x hands accepted connections to the loops in
 * turn, and a connection stays on its loop for life.
 */
@ThreadSafe
final class ClientServers implements Service {

    private final Vertx vertx;
    private final int loopCount;
    private final IntFunction<GatewayLoop> newLoop;
    private final List<GatewayLoop> loops = new CopyOnWriteArrayList<>();

    private volatile @Nullable String deployment; // Written when all loops have started.

    /** @param newLoop makes the loop of an index, from 0 */
    ClientServers(Vertx vertx, int loopCount, IntFunction<GatewayLoop> newLoop) {
        this.vertx = vertx;
        this.loopCount = loopCount;
        this.newLoop = newLoop;
    }

    @Override
    public String name() {
        return "client port";
    }

    @Override
    public Future<Void> start() {
        return vertx.deployVerticle(this::addLoop, new DeploymentOptions().setInstances(loopCount))
                .onSuccess(id -> deployment = id)
                .mapEmpty();
    }

    @Override
    public Future<Void> stop() {
        return closeClients().compose(told -> vertx.undeploy(requireNonNull(deployment)));
    }

    /** The event loops, once started. */
    List<GatewayLoop> loops() {
        return loops;
    }

    /** The port, once started. */
    int port() {
        return loops.get(0).port();
    }

    /** Tells whoever has slipped in behind the drain to reconnect elsewhere, and waits a moment for them. */
    private Future<Void> closeClients() {
        return Future.all(loops.stream().map(GatewayLoop::closeClients).toList())
                .mapEmpty();
    }

    private GatewayLoop addLoop() {
        GatewayLoop loop = newLoop.apply(loops.size());
        loops.add(loop);
        return loop;
    }
}
