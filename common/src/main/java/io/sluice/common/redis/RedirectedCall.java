package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/**
 * One command that a member of a cluster has not carried out: sends it again where it belongs, until one does or time is up. While keys of
 * it are in two places it rests in between, each time twice as long as before, at most {@value #MAX_REST_MILLIS} ms.
 */
@EventLoopConfined
final class RedirectedCall {

    /** A cluster that works needs one; members that send each other's commands to and fro are being changed. */
    static final int MAX_SENDINGS = 5;

    /** Keys of one channel move one after the other, which takes a millisecond. */
    static final long TRY_AGAIN_MILLIS = 50;

    /** Keys of a large slot take seconds or minutes, for all that time with more and more commands that wait. */
    static final long MAX_REST_MILLIS = 400;

    /** How a command is sent to a server. */
    @FunctionalInterface
    interface Call {

        /**
         * Sends it.
         *
         * @param asking see {@link ServerCommands#send(io.vertx.redis.client.Request, RedisUse, boolean)}
         */
        Future<@Nullable Response> on(ServerCommands server, boolean asking);
    }

    /** What is known of the cluster. */
    interface Cluster {

        /** The connection to a server, on the caller's context; fails when all was stopped. */
        Future<ServerCommands> at(RedisAddress address);

        /** The master of a slot by the present table, or a failure if it has none. */
        Future<RedisAddress> masterOf(int slot);

        /** The table is wrong. */
        void refresh();
    }

    private final VertxInternal vertx;
    private final Cluster cluster;
    private final int slot;
    private final Call call;
    private final long timer;
    private int sendings = 1;
    private long restMillis = TRY_AGAIN_MILLIS;
    private boolean expired;

    /**
     * A command that was sent once.
     *
     * @param timeoutMillis how long it may be sent again
     */
    RedirectedCall(VertxInternal vertx, Cluster cluster, int slot, Call call, long timeoutMillis) {
        this.vertx = vertx;
        this.cluster = cluster;
        this.slot = slot;
        this.call = call;
        this.timer = vertx.setTimer(timeoutMillis, id -> expired = true);
    }

    /** The outcome after {@code first}, which is what the command was refused with. */
    Future<@Nullable Response> after(Redirection first) {
        return next(first).onComplete(ended -> vertx.cancelTimer(timer));
    }

    private Future<@Nullable Response> next(Redirection why) {
        if (why.kind() != Redirection.Kind.ASK && why.kind() != Redirection.Kind.TRYAGAIN) {
            cluster.refresh();
        }
        if (why.kind() == Redirection.Kind.CLUSTERDOWN) {
            return unavailable("the cluster does not work");
        }
        if (expired || sendings >= MAX_SENDINGS) {
            return unavailable("the slot is moving");
        }
        if (why.kind() == Redirection.Kind.TRYAGAIN) {
            return later().compose(rested -> expired ? unavailable("the slot is moving") : cluster.masterOf(slot))
                    .compose(master -> send(master, false));
        }
        return send(why.target(), why.kind() == Redirection.Kind.ASK);
    }

    private Future<@Nullable Response> send(RedisAddress target, boolean asking) {
        sendings++;
        return cluster.at(target).compose(server -> call.on(server, asking)).recover(failure -> {
            Redirection again = Redirection.of(failure, target);
            return again == null ? Future.failedFuture(failure) : next(again);
        });
    }

    private Future<Void> later() {
        // Time limits how often that happens.
        sendings = 0;
        Promise<Void> rested = vertx.promise();
        vertx.setTimer(restMillis, id -> rested.complete());
        restMillis = Math.min(2 * restMillis, MAX_REST_MILLIS);
        return rested.future();
    }

    private static <T> Future<T> unavailable(String reason) {
        return Future.failedFuture(new RedisUnavailableException("redis is unavailable: " + reason, false));
    }
}
