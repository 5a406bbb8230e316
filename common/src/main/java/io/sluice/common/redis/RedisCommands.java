package io.sluice.common.redis;

import io.sluice.common.lifecycle.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where this process sends its commands to Redis: {@link ServerCommands one server}, or {@link ClusterCommands the masters of a
 * cluster}.
 *
 * <p>Order: commands sent from one thread with the same route run in the order of the calls, on one server whatever their routes.
 * For a slot that is just moving see {@link ClusterCommands}.
 *
 * <p>Threading: all methods from any thread; outcomes arrive on the context that sent the command.
 */
public interface RedisCommands extends Service {

    /**
     * For the server or the cluster of the settings; not connected yet.
     *
     * @param figures told how long the commands take
     */
    static RedisCommands of(Vertx vertx, RedisSettings settings, RedisFigures figures) {
        return settings.clustered()
                ? new ClusterCommands(vertx, settings, figures)
                : new ServerCommands(vertx, settings, figures);
    }

    /** The same, with figures that nobody wants to see. */
    static RedisCommands of(Vertx vertx, RedisSettings settings) {
        return of(vertx, settings, RedisFigures.unseen());
    }

    /**
     * Sends one command.
     *
     * @param route the key that the command is about, or whatever has the same slot: in a cluster it goes to the master of that slot. One
     *     server does not look at it.
     * @param use what it is for
     * @return the answer, {@code null} for nil; or fails with {@link RedisUnavailableException} at once while there is no
     *     connection, else when the connection breaks or the answer takes longer than the command timeout (up to 0.2 s
     *     more), with {@link RedisOverloadedException} at once when too much is waiting, or with
     *     {@link RedisCommandException} when Redis refuses the command
     * @throws IllegalArgumentException if the number of arguments is wrong, or the command is one that changes the
     *     connection, such as SUBSCRIBE or SELECT
     */
    Future<@Nullable Response> send(String route, Request request, RedisUse use);

    /** Sends one command whose use its name tells; see {@link #send(String, Request, RedisUse)}. */
    default Future<@Nullable Response> send(String route, Request request) {
        return send(route, request, RedisUse.of(request));
    }

    /**
     * Runs a script, as {@link RedisScript#run} says, where its first key is.
     *
     * @param keys at least one
     */
    Future<@Nullable Response> run(RedisScript script, List<String> keys, List<Buffer> arguments);

    /** Whether there is a connection; in a cluster, to one master at least, so that one lost master does not stop everything. */
    boolean connected();

    /**
     * Calls {@code action} each time a connection has come up, which in a cluster is any of those to its masters, once commands are sent
     * to it; on an event loop, and it must not block.
     */
    void onConnected(Runnable action);

    /** Connections that are to be up. */
    int connections();

    /** Those of them that are. */
    int connectedConnections();

    /** Connections made after the first one to each server, since the start. */
    long reconnects();

    /** Commands that await their outcome now. */
    int waiting();
}
