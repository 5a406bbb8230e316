package io.sluice.gateway.session;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.auth.RefreshGrant;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.loop.LoopTasks;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The clients of all event loops of this node. */
@ThreadSafe
public final class NodeClients implements ClientControl {

    private record Loop(LoopTasks tasks, Sessions sessions) {}

    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final AtomicInteger moves = new AtomicInteger();

    /** Adds the sessions of one more loop. */
    public void add(LoopTasks tasks, Sessions sessions) {
        loops.add(new Loop(tasks, sessions));
    }

    @Override
    public void disconnect(ClientTarget target, Set<String> spared, Disconnect disconnect) {
        each(target, session -> {
            if (!spared.contains(session.id())) {
                session.disconnect(disconnect);
            }
        });
    }

    @Override
    public void unsubscribe(ClientTarget target, String channel) {
        each(target, session -> session.unsubscribe(channel));
    }

    @Override
    public void subscribe(
            ClientTarget target, String channel, SubscriptionGrant grant, Optional<StreamPosition> recoverSince) {
        each(target, session -> session.subscribe(channel, grant, recoverSince));
    }

    @Override
    public void refresh(ClientTarget target, boolean expired, long expireAt, Optional<Payload> info) {
        each(target, session -> session.refresh(new RefreshGrant(expired, expireAt, info, Optional.empty())));
    }

    /** Number of connections, without those that have been told to go. */
    public int staying() {
        return loops.stream().mapToInt(loop -> loop.sessions().staying()).sum();
    }

    /**
     * Tells as many clients to go to another node, those of each loop first that lose least by it, from the loops about in
     * proportion to their clients. What one loop lacks the ones after it make up for.
     *
     * @return completes on any thread with the number of clients told, which is smaller where fewer may be moved
     */
    public Future<Integer> move(int count, MoveRules rules) {
        List<Loop> all = new ArrayList<>(loops);
        // Each begins in turn, or a single client at a time would always come from the same.
        Collections.rotate(all, moves.getAndIncrement());
        int left = all.stream().mapToInt(loop -> loop.sessions().staying()).sum();
        Future<Integer> moved = Future.succeededFuture(0);
        // From loop to loop, each taking its share of what the ones before it have left over.
        for (Loop loop : all) {
            int own = loop.sessions().staying();
            double share = left > 0 ? (double) own / left : 1;
            left -= own;
            moved = moved.compose(before -> {
                int wanted = (int) Math.ceil((count - before) * share);
                return move(loop, Math.min(wanted, count - before), rules).map(now -> before + now);
            });
        }
        return moved;
    }

    private static Future<Integer> move(Loop loop, int count, MoveRules rules) {
        if (count <= 0) {
            return Future.succeededFuture(0);
        }
        Promise<Integer> moved = Promise.promise();
        loop.tasks().execute(() -> {
            try {
                moved.complete(loop.sessions().move(count, rules));
            } catch (RuntimeException fault) {
                moved.fail(fault);
            }
        });
        return moved.future();
    }

    private void each(ClientTarget target, Consumer<ClientSession> action) {
        for (Loop loop : loops) {
            loop.tasks().execute(() -> loop.sessions().matching(target).forEach(action));
        }
    }
}
