package io.sluice.common.redis;

import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commands to the masters of a Redis Cluster, each to the one that has its slot. It follows the cluster when slots move and when
 * replicas take over.
 *
 * <p>A command that comes to the wrong master is not carried out there but sent to the right one, at most {@value
 * RedirectedCall#MAX_SENDINGS} times one after the other, and not after the command timeout: it is done once, or fails with {@link RedisUnavailableException}.
 * While a slot moves, commands that need several keys of it fail in that way if some of these have moved and others, or keys that are not
 * there yet, have not. Without its master a slot has nobody, and only its commands fail.
 *
 * <p>Order: commands of one thread with the same route run in the order of the calls while their slot has one master. When it moves, those
 * that are sent without waiting for the outcome of the former may overtake them.
 *
 * <p>Limits: those of {@link ServerCommands}, for each master; and at most {@value #MAX_REDIRECTED} commands at a time that were sent to
 * the wrong master or wait for keys that move, one more fails with {@link RedisOverloadedException}.
 *
 * <p>Threading: all methods from any thread. Each connection has an event loop of its own.
 */
@ThreadSafe
final class ClusterCommands implements RedisCommands {

    private static final Logger LOG = LoggerFactory.getLogger(RedisCommands.class);

    /** A master that cannot be reached must not keep the others waiting; those that can be are connected in some milliseconds. */
    private static final long MAX_WAIT_MILLIS = 1000;

    /** They are in no master's budget while they wait; with messages of 4 KB that many are 32 MiB. */
    static final int MAX_REDIRECTED = 8192;

    private static final Routes NONE = new Routes(SlotTable.EMPTY, List.of());

    private final VertxInternal vertx;
    private final long timeoutMillis;
    private final HomeLoop loop = new HomeLoop();
    private final ClusterServers servers;
    private final RedisDialer dialer;
    private final View view = new View();
    private final AtomicInteger redirected = new AtomicInteger();
    private final List<Runnable> connectedActions = new CopyOnWriteArrayList<>();

    // Volatile because the loop replaces it, and callers on any thread read it.
    private volatile Routes routes = NONE;

    /* Touched only on the loop. */
    private final ClusterWatch watch;
    private List<RedisAddress> followed = List.of();
    private boolean over;

    ClusterCommands(Vertx vertx, RedisSettings settings, RedisFigures figures) {
        this.vertx = (VertxInternal) vertx;
        this.timeoutMillis = settings.commandTimeout().toMillis();
        this.servers = new ClusterServers(vertx, settings, figures, view::connected, view::refresh);
        this.dialer = new RedisDialer(vertx, settings.connectTimeout(), "sluice-topology");
        this.watch = new ClusterWatch(
                vertx,
                new ClusterTopology(vertx, dialer, settings),
                this::follow,
                this::someMasterIsLost,
                this::retire);
    }

    @Override
    public String name() {
        return "redis commands";
    }

    /**
     * Begins to look for the masters and to connect. Called once, on an event loop or on a thread outside of Vert.x.
     *
     * @return completes when the first attempts have ended, well or not
     */
    @Override
    public Future<Void> start() {
        loop.settle(vertx);
        Promise<Void> started = vertx.promise();
        loop.run(() -> watch.start().onComplete(started));
        return started.future();
    }

    /** Ends all connections; commands without an answer, and all later ones, fail. */
    @Override
    public Future<Void> stop() {
        Promise<Void> stopped = vertx.promise();
        if (loop.settled()) {
            loop.run(() -> {
                watch.stop();
                over = true;
                routes = NONE;
                Future.join(dialer.close(), servers.stop()).<Void>mapEmpty().onComplete(stopped);
            });
        } else {
            stopped.complete();
        }
        return stopped.future();
    }

    @Override
    public Future<@Nullable Response> send(String route, Request request, RedisUse use) {
        return call(route, (server, asking) -> server.send(request, use, asking));
    }

    @Override
    public Future<@Nullable Response> run(RedisScript script, List<String> keys, List<Buffer> arguments) {
        return call(keys.get(0), (server, asking) -> server.run(script, keys, arguments, asking));
    }

    private Future<@Nullable Response> call(String route, RedirectedCall.Call call) {
        int slot = HashSlot.of(route);
        Routes present = routes;
        int owner = present.table.ownerOf(slot);
        if (owner == SlotTable.NOBODY) {
            return view.nobody();
        }
        return call.on(present.servers.get(owner), false).recover(failure -> {
            Redirection why = Redirection.of(failure, present.table.masters().get(owner));
            return why == null ? Future.failedFuture(failure) : redirected(slot, call, why);
        });
    }

    private Future<@Nullable Response> redirected(int slot, RedirectedCall.Call call, Redirection why) {
        if (redirected.incrementAndGet() > MAX_REDIRECTED) {
            redirected.decrementAndGet();
            return Future.failedFuture(new RedisOverloadedException("too many commands wait for a slot that moves"));
        }
        return new RedirectedCall(vertx, view, slot, call, timeoutMillis)
                .after(why)
                .onComplete(ended -> redirected.decrementAndGet());
    }

    @Override
    public boolean connected() {
        return connectedConnections() > 0;
    }

    @Override
    public void onConnected(Runnable action) {
        connectedActions.add(action);
    }

    /** One for each master; and one while nobody knows the masters, so that it shows that something is missing. */
    @Override
    public int connections() {
        return Math.max(1, routes.servers.size());
    }

    @Override
    public int connectedConnections() {
        return (int) routes.servers.stream().filter(ServerCommands::connected).count();
    }

    @Override
    public long reconnects() {
        return servers.reconnects();
    }

    @Override
    public int waiting() {
        return servers.all().stream().mapToInt(ServerCommands::waiting).sum();
    }

    /** Takes a table into use once the first attempts to connect to its masters have ended, or have had their time. */
    private Future<Void> follow(SlotTable table) {
        followed = table.masters();
        Promise<Void> waited = vertx.promise();
        long timer = vertx.setTimer(MAX_WAIT_MILLIS, id -> waited.tryComplete());
        Future.all(followed.stream().map(servers::at).toList()).onComplete(ended -> {
            vertx.cancelTimer(timer);
            waited.tryComplete();
        });
        return waited.future().onSuccess(enough -> {
            if (!over) {
                use(table);
            }
        });
    }

    private void use(SlotTable table) {
        Routes former = routes;
        routes = new Routes(
                table, table.masters().stream().map(servers::attempted).toList());
        routes.servers.stream()
                .filter(server -> server.connected() && !former.servers.contains(server))
                .forEach(server -> tellConnected());
    }

    private void tellConnected() {
        for (Runnable action : connectedActions) {
            try {
                action.run();
            } catch (RuntimeException fault) {
                LOG.error("an action on a connection to Redis failed", fault);
            }
        }
    }

    private boolean someMasterIsLost() {
        return connectedConnections() < connections();
    }

    private void retire() {
        Set<RedisAddress> needed = new HashSet<>(routes.table.masters());
        needed.addAll(followed);
        servers.retire(needed);
    }

    /**
     * Where commands go.
     *
     * @param servers the connections to the masters of the table, in its order
     */
    private record Routes(SlotTable table, List<ServerCommands> servers) {}

    /** What redirected commands see. */
    private final class View implements RedirectedCall.Cluster {

        @Override
        public Future<ServerCommands> at(RedisAddress address) {
            return servers.at(address);
        }

        @Override
        public Future<RedisAddress> masterOf(int slot) {
            SlotTable table = routes.table;
            int owner = table.ownerOf(slot);
            return owner == SlotTable.NOBODY
                    ? nobody()
                    : Future.succeededFuture(table.masters().get(owner));
        }

        /** Those who wait for a master want to send commands to it: one that is not in the table is not told of until it is. */
        void connected(RedisAddress server) {
            loop.run(() -> {
                if (routes.table.masters().contains(server)) {
                    tellConnected();
                }
            });
        }

        @Override
        public void refresh() {
            loop.run(watch::soon);
        }

        private <T> Future<T> nobody() {
            return Future.failedFuture(
                    new RedisUnavailableException("redis is unavailable: no master has the slot", false));
        }
    }
}
