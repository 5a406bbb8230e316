package io.sluice.router.proxy;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server that clients connect to: one {@link ProxyVerticle} on each event loop, all on one port. Accepted connections
 * go to the loops in turn.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
public final class ProxyServer implements Service {

    /** To Vert.x, a port below zero is any free port, the same for all that name the same number. */
    static final int ANY_SHARED_PORT = -1;

    /** How often event loops look how late they are: as often as in a gateway, and seldom enough to cost nothing. */
    public static final Duration LOOP_TICK = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);

    private final Vertx vertx;
    private final List<ProxyVerticle> verticles;

    /** Volatile: written when deployed, read by whoever stops. */
    private volatile @Nullable String deployment;

    /**
     * Makes a server that has not started.
     *
     * @param loops number of event loops of {@code vertx}, at least one
     */
    public ProxyServer(Vertx vertx, int loops, ProxyParts parts) {
        this.vertx = vertx;
        String name = "sluice-" + UUID.randomUUID();
        this.verticles = Stream.generate(() -> new ProxyVerticle(name, parts))
                .limit(loops)
                .toList();
    }

    @Override
    public String name() {
        return "proxy";
    }

    @Override
    public Future<Void> start() {
        var undeployed = verticles.iterator();
        return vertx.deployVerticle(undeployed::next, new DeploymentOptions().setInstances(verticles.size()))
                .onSuccess(this::deployed)
                .mapEmpty();
    }

    private void deployed(String id) {
        deployment = id;
        long loops = verticles.stream().map(ProxyVerticle::loopName).distinct().count();
        if (loops < verticles.size()) {
            LOG.warn(
                    "Proxies share event loops, so some have no clients: proxies={} loops={}", verticles.size(), loops);
        }
    }

    /** Stops listening, closes the relays over the spread that was given, and ends plain requests with the last of them. */
    @Override
    public Future<Void> stop() {
        String deployed = deployment;
        return deployed == null ? Future.succeededFuture() : vertx.undeploy(deployed);
    }

    /** Closes all that is open, at once; only during a stop. */
    @Override
    public void hurry() {
        verticles.forEach(ProxyVerticle::hurry);
    }

    /** The port that is listened on, which the settings may have left open; an error before the start. */
    public int port() {
        return verticles.get(0).port();
    }
}
