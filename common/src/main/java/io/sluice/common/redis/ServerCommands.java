package io.sluice.common.redis;

import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection over which this process sends commands to one Redis server. It reconnects by itself, for ever; also when the server
 * turns out to have become a replica, because after a failover the address leads to the new primary.
 *
 * <p>Order: commands sent from one thread run in the order of the calls. What is sent in one turn of the event loop goes
 * out in one write.
 *
 * <p>Limits: at most {@value CommandBudget#MAX_COMMANDS} commands, and 32 MiB of them, await their outcome; one more fails
 * with {@link RedisOverloadedException}. A command that would block the server for its caller (BLPOP, XREAD BLOCK) holds up
 * all others and must not be sent here.
 *
 * <p>Threading: all methods from any thread. The socket is served by the event loop on which {@link #start} was called;
 * outcomes arrive on the context that sent the command.
 */
@ThreadSafe
public final class ServerCommands implements RedisCommands {

    private static final Logger LOG = LoggerFactory.getLogger(RedisCommands.class);

    /**
     * These change what the connection is; the answer to the former ones is not even an answer. By their names, because a
     * command computes its hash anew at each look.
     */
    private static final Set<String> REFUSED = Stream.of(
                    Command.SUBSCRIBE,
                    Command.UNSUBSCRIBE,
                    Command.PSUBSCRIBE,
                    Command.PUNSUBSCRIBE,
                    Command.SSUBSCRIBE,
                    Command.SUNSUBSCRIBE,
                    Command.MONITOR,
                    Command.HELLO,
                    Command.SELECT,
                    Command.RESET,
                    Command.QUIT)
            .map(Command::toString)
            .collect(Collectors.toUnmodifiableSet());

    /** What {@code CLIENT LIST} shows. */
    static final String CLIENT_NAME = "sluice-commands";

    private static final Buffer ASKING = RequestEncoder.encode(Request.cmd(Command.ASKING));

    private final VertxInternal vertx;
    private final RedisFigures figures;
    private final CommandBudget budget = new CommandBudget();
    private final Queue<PendingCommand> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean drainRequested = new AtomicBoolean();
    private final HomeLoop loop = new HomeLoop();
    private final AtomicBoolean connected = new AtomicBoolean();
    private final AtomicLong connections = new AtomicLong();
    private final List<Runnable> connectedActions = new CopyOnWriteArrayList<>();
    private final List<Runnable> disconnectedActions = new CopyOnWriteArrayList<>();

    /* By their hash, on which connection scripts were run last; as many as there are in this program. */
    private final Map<String, Long> scripts = new ConcurrentHashMap<>();

    /* Touched only on the loop. */
    private final CommandPipeline pipeline;
    private final RedisLink link;

    public ServerCommands(Vertx vertx, RedisSettings settings) {
        this(vertx, settings, RedisFigures.unseen());
    }

    /** @param figures told how long the commands take */
    public ServerCommands(Vertx vertx, RedisSettings settings, RedisFigures figures) {
        this(vertx, settings, figures, new RedisConnector(vertx, settings, CLIENT_NAME));
    }

    /** @param connector knows where the server is */
    ServerCommands(Vertx vertx, RedisSettings settings, RedisFigures figures, RedisConnector connector) {
        this.vertx = (VertxInternal) vertx;
        this.figures = figures;
        this.pipeline = new CommandPipeline(vertx, settings.commandTimeout(), budget, this::requestDrain, figures);
        this.link = new RedisLink(vertx, connector, new LinkUser());
    }

    @Override
    public String name() {
        return "redis commands";
    }

    /**
     * Begins to connect. Called once, on an event loop or on a thread outside of Vert.x.
     *
     * @return completes when the first attempt has ended, well or not; so with Redis in reach it is connected by then, and
     *     without it the process can start all the same
     */
    @Override
    public Future<Void> start() {
        loop.settle(vertx);
        Promise<Void> started = vertx.promise();
        loop.run(() -> link.start().onComplete(started));
        return started.future();
    }

    /** Ends the connection; commands without an answer, and all later ones, fail. */
    @Override
    public Future<Void> stop() {
        Promise<Void> stopped = vertx.promise();
        if (loop.settled()) {
            loop.run(() -> link.stop().onComplete(stopped));
        } else {
            stopped.complete();
        }
        return stopped.future();
    }

    /** Sends one command to this server, whatever it is about; see {@link #send(String, Request, RedisUse)}. */
    public Future<@Nullable Response> send(Request request) {
        return send(request, RedisUse.of(request));
    }

    /** Sends one command to this server, whatever it is about; see {@link #send(String, Request, RedisUse)}. */
    public Future<@Nullable Response> send(Request request, RedisUse use) {
        return send(request, use, false);
    }

    @Override
    public Future<@Nullable Response> send(String route, Request request, RedisUse use) {
        return send(request, use, false);
    }

    /**
     * Sends one command.
     *
     * @param asking whether it is about a slot that is just coming to this server of a cluster
     */
    Future<@Nullable Response> send(Request request, RedisUse use, boolean asking) {
        if (REFUSED.contains(request.command().toString())) {
            throw new IllegalArgumentException("expected a plain command but was " + request.command());
        }
        Buffer encoded = RequestEncoder.encode(request);
        if (asking) {
            // In the same piece, since it counts for the next command of the connection, whosever that is.
            encoded = Buffer.buffer().appendBuffer(ASKING).appendBuffer(encoded);
        }
        if (!connected.get()) {
            return Future.failedFuture(new RedisUnavailableException("redis is unavailable: not connected", false));
        }
        if (!budget.take(encoded.length())) {
            return Future.failedFuture(new RedisOverloadedException("too many commands wait for redis"));
        }
        Promise<@Nullable Response> outcome = vertx.promise();
        inbox.add(new PendingCommand(encoded, asking, outcome, pipeline, use, figures.nowNanos()));
        requestDrain();
        return outcome.future();
    }

    @Override
    public Future<@Nullable Response> run(RedisScript script, List<String> keys, List<Buffer> arguments) {
        return run(script, keys, arguments, false);
    }

    /**
     * Runs a script.
     *
     * @param asking as for {@link #send(Request, RedisUse, boolean)}
     */
    Future<@Nullable Response> run(RedisScript script, List<String> keys, List<Buffer> arguments, boolean asking) {
        // Connections are counted, since the server behind the next one may know no scripts.
        long present = connections.get();
        if (!Long.valueOf(present).equals(scripts.get(script.hash()))) {
            return runWhole(script, keys, arguments, asking, present);
        }
        return send(script.byHash(keys, arguments), script.use(), asking)
                .recover(failure -> failure instanceof RedisCommandException refusal && refusal.isNoScript()
                        ? runWhole(script, keys, arguments, asking, present)
                        : Future.failedFuture(failure));
    }

    private Future<@Nullable Response> runWhole(
            RedisScript script, List<String> keys, List<Buffer> arguments, boolean asking, long present) {
        return send(script.whole(keys, arguments), script.use(), asking)
                .onSuccess(answer -> scripts.put(script.hash(), present));
    }

    @Override
    public boolean connected() {
        return connected.get();
    }

    @Override
    public void onConnected(Runnable action) {
        connectedActions.add(action);
    }

    /** Calls {@code action} each time the connection was lost, on its event loop; it must not block. */
    void onDisconnected(Runnable action) {
        disconnectedActions.add(action);
    }

    @Override
    public int connections() {
        return 1;
    }

    @Override
    public int connectedConnections() {
        return connected.get() ? 1 : 0;
    }

    @Override
    public long reconnects() {
        return Math.max(0, connections.get() - 1);
    }

    @Override
    public int waiting() {
        return budget.commands();
    }

    private void requestDrain() {
        if (drainRequested.compareAndSet(false, true)) {
            loop.run(this::drain);
        }
    }

    private void drain() {
        // First, so that a command which is added while the inbox is emptied asks for a drain of its own.
        drainRequested.set(false);
        for (PendingCommand next = inbox.poll(); next != null; next = inbox.poll()) {
            pipeline.offer(next);
        }
        pipeline.flush();
    }

    private final class LinkUser implements RedisLink.User {

        @Override
        public void connected(RespConnection connection) {
            pipeline.connected(connection);
            connections.incrementAndGet();
            connected.set(true);
            connectedActions.forEach(this::runGuarded);
        }

        @Override
        public void disconnected(String reason) {
            connected.set(false);
            pipeline.disconnected(reason);
            disconnectedActions.forEach(this::runGuarded);
        }

        private void runGuarded(Runnable action) {
            try {
                action.run();
            } catch (RuntimeException fault) {
                LOG.error("an action on a connection to Redis failed", fault);
            }
        }
    }
}
