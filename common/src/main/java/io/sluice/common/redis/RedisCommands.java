package io.sluice.common.redis;

import io.sluice.common.lifecycle.Service;
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
import java.util.Queue;
import java.util.Set;
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
 * The connection over which this process sends commands to Redis. It reconnects by itself, for ever; also when the server
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
public final class RedisCommands implements Service {

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

    private static final String PUBLISH = Command.PUBLISH.toString();

    private final VertxInternal vertx;
    private final RedisFigures figures;
    private final CommandBudget budget = new CommandBudget();
    private final Queue<PendingCommand> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean drainRequested = new AtomicBoolean();
    private final HomeLoop loop = new HomeLoop();
    private final AtomicBoolean connected = new AtomicBoolean();
    private final AtomicLong connections = new AtomicLong();
    private final List<Runnable> connectedActions = new CopyOnWriteArrayList<>();

    /* Touched only on the loop. */
    private final CommandPipeline pipeline;
    private final RedisLink link;

    public RedisCommands(Vertx vertx, RedisSettings settings) {
        this(vertx, settings, RedisFigures.unseen());
    }

    /** @param figures told how long the commands take */
    public RedisCommands(Vertx vertx, RedisSettings settings, RedisFigures figures) {
        this.vertx = (VertxInternal) vertx;
        this.figures = figures;
        this.pipeline = new CommandPipeline(vertx, settings.commandTimeout(), budget, this::requestDrain, figures);
        this.link = new RedisLink(vertx, new RedisConnector(vertx, settings, "sluice-commands"), new LinkUser());
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

    /** Sends one command whose use its name tells; see {@link #send(Request, RedisUse)}. */
    public Future<@Nullable Response> send(Request request) {
        boolean publishes = request.command().toString().equals(PUBLISH);
        return send(request, publishes ? RedisUse.PUBLISH : RedisUse.OTHER);
    }

    /**
     * Sends one command.
     *
     * @param use what it is for
     * @return the answer, {@code null} for nil; or fails with {@link RedisUnavailableException} at once while there is no
     *     connection, else when the connection breaks or the answer takes longer than the command timeout (up to 0.2 s
     *     more), with {@link RedisOverloadedException} at once when too much is waiting, or with
     *     {@link RedisCommandException} when Redis refuses the command
     * @throws IllegalArgumentException if the number of arguments is wrong, or the command is one that changes the
     *     connection, such as SUBSCRIBE or SELECT
     */
    public Future<@Nullable Response> send(Request request, RedisUse use) {
        if (REFUSED.contains(request.command().toString())) {
            throw new IllegalArgumentException("expected a plain command but was " + request.command());
        }
        Buffer encoded = RequestEncoder.encode(request);
        if (!connected.get()) {
            return Future.failedFuture(new RedisUnavailableException("redis is unavailable: not connected", false));
        }
        if (!budget.take(encoded.length())) {
            return Future.failedFuture(new RedisOverloadedException("too many commands wait for redis"));
        }
        Promise<@Nullable Response> outcome = vertx.promise();
        inbox.add(new PendingCommand(encoded, outcome, pipeline, use, figures.nowNanos()));
        requestDrain();
        return outcome.future();
    }

    public boolean connected() {
        return connected.get();
    }

    /** Calls {@code action} each time a connection has come up, on the connection's event loop; it must not block. */
    public void onConnected(Runnable action) {
        connectedActions.add(action);
    }

    /** Connections made after the first one, since the start. */
    public long reconnects() {
        return Math.max(0, connections.get() - 1);
    }

    /** Commands that await their outcome now. */
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
            connected.set(true);
            connections.incrementAndGet();
            connectedActions.forEach(this::runGuarded);
        }

        @Override
        public void disconnected(String reason) {
            connected.set(false);
            pipeline.disconnected(reason);
        }

        private void runGuarded(Runnable action) {
            try {
                action.run();
            } catch (RuntimeException fault) {
                LOG.error("an action on connecting to Redis failed", fault);
            }
        }
    }
}
