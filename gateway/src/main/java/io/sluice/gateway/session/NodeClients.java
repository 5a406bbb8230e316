package io.sluice.gateway.session;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.auth.RefreshGrant;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.loop.LoopTasks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The clients of all event loops of this node. */
@ThreadSafe
public final class NodeClients implements ClientControl {

    private record Loop(LoopTasks tasks, Sessions sessions) {}

    private final List<Loop> loops = new CopyOnWriteArrayList<>();

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

    private void each(ClientTarget target, Consumer<ClientSession> action) {
        for (Loop loop : loops) {
            loop.tasks().execute(() -> loop.sessions().matching(target).forEach(action));
        }
    }
}
