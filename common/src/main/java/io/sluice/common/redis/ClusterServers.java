package io.sluice.common.redis;

import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The connections to the masters of a cluster, each on an event loop of its own. One is opened when it is first asked for, and closed
 * when its server has not been a master and nobody has asked for it for longer than a command may take.
 *
 * <p>Threading: all methods from any thread, but {@link #retire} and {@link #stop} from one only.
 */
@ThreadSafe
final class ClusterServers {

    private static final long TICK_MILLIS = 1000;

    private final VertxInternal vertx;
    private final RedisSettings settings;
    private final RedisFigures figures;
    private final Consumer<RedisAddress> connected;
    private final Runnable lost;
    private final Map<RedisAddress, Member> members = new ConcurrentHashMap<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    // Guarded by this, together with the departure of the members that it counts, so that the sum never falls.
    private long reconnectsOfRetired;

    /**
     * None yet.
     *
     * @param connected called when a connection to this server has come up; on its event loop
     * @param lost called when any connection was lost; any thread
     */
    ClusterServers(
            Vertx vertx,
            RedisSettings settings,
            RedisFigures figures,
            Consumer<RedisAddress> connected,
            Runnable lost) {
        this.vertx = (VertxInternal) vertx;
        this.settings = settings;
        this.figures = figures;
        this.connected = connected;
        this.lost = lost;
    }

    /** The connection to a server, once the first attempt to make it has ended, well or not; on the caller's context. */
    Future<ServerCommands> at(RedisAddress address) {
        if (stopped.get()) {
            return Future.failedFuture(new RedisUnavailableException("redis is unavailable: stopped", false));
        }
        Member member = members.computeIfAbsent(address, this::opened);
        member.idleTicks.set(0);
        Promise<ServerCommands> attempted = vertx.promise();
        member.started.onComplete(ended -> attempted.complete(member.commands));
        return attempted.future();
    }

    /** The connection to a server, which may not have been made yet; not to be called after {@link #stop}. */
    ServerCommands attempted(RedisAddress address) {
        return members.computeIfAbsent(address, this::opened).commands;
    }

    Collection<ServerCommands> all() {
        return members.values().stream().map(Member::commands).toList();
    }

    /** Connections made after the first one of each, those that have been closed since among them. */
    synchronized long reconnects() {
        return reconnectsOfRetired
                + all().stream().mapToLong(ServerCommands::reconnects).sum();
    }

    /** To be called each second: closes the connections that are of no use any more. */
    void retire(Collection<RedisAddress> masters) {
        for (Map.Entry<RedisAddress, Member> entry : Set.copyOf(members.entrySet())) {
            Member member = entry.getValue();
            if (masters.contains(entry.getKey())) {
                member.idleTicks.set(0);
            } else if (member.idleTicks.incrementAndGet() * TICK_MILLIS
                            > settings.commandTimeout().toMillis() + TICK_MILLIS
                    && member.commands.waiting() == 0) {
                forget(entry.getKey(), member);
                member.commands.stop().onComplete(ended -> {});
            }
        }
    }

    private synchronized void forget(RedisAddress address, Member member) {
        members.remove(address);
        reconnectsOfRetired += member.commands.reconnects();
    }

    /** Closes all. */
    Future<Void> stop() {
        stopped.set(true);
        List<Future<Void>> ends = new ArrayList<>();
        all().forEach(commands -> ends.add(commands.stop()));
        return Future.join(ends).mapEmpty();
    }

    private Member opened(RedisAddress address) {
        ServerCommands commands = new ServerCommands(
                vertx, settings, figures, new RedisConnector(vertx, settings, ServerCommands.CLIENT_NAME, address));
        commands.onConnected(() -> connected.accept(address));
        commands.onDisconnected(lost);
        Promise<Void> started = Promise.promise();
        Context loop = vertx.createEventLoopContext();
        loop.runOnContext(settled -> commands.start().onComplete(started));
        return new Member(commands, started.future(), new AtomicInteger());
    }

    /**
     * A server.
     *
     * @param started completes when the first attempt to connect has ended
     * @param idleTicks for how many seconds it has been neither a master nor asked for
     */
    private record Member(ServerCommands commands, Future<Void> started, AtomicInteger idleTicks) {}
}
