package io.sluice.gateway;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.gateway.presence.Member;
import io.sluice.gateway.presence.PresenceStats;
import io.sluice.gateway.presence.PresenceStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** Stands where the presence store will be. */
final class NoPresence implements PresenceStore {

    @Override
    public String name() {
        return "presence";
    }

    @Override
    public Future<Void> start() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> put(List<Member> members) {
        return missing();
    }

    @Override
    public Future<Void> remove(String channel, String client, String user) {
        return missing();
    }

    @Override
    public Future<Map<String, ClientInfo>> members(String channel) {
        return missing();
    }

    @Override
    public Future<PresenceStats> stats(String channel) {
        return missing();
    }

    private static <T> Future<T> missing() {
        return Future.failedFuture(new UnsupportedOperationException());
    }
}
