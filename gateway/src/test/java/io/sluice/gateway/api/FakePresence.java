package io.sluice.gateway.api;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.gateway.presence.Member;
import io.sluice.gateway.presence.PresenceStats;
import io.sluice.gateway.presence.PresenceStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A store that keeps what is put in, or is down. */
final class FakePresence implements PresenceStore {

    private final List<Member> members = new ArrayList<>();
    private boolean down;

    void down() {
        down = true;
    }

    @Override
    public Future<Void> put(List<Member> joined) {
        members.addAll(joined);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> remove(String channel, String client, String user) {
        members.removeIf(member ->
                member.channel().equals(channel) && member.info().client().equals(client));
        return Future.succeededFuture();
    }

    @Override
    public Future<Map<String, ClientInfo>> members(String channel) {
        return down
                ? Future.failedFuture("the fake presence is down")
                : Future.succeededFuture(members.stream()
                        .filter(member -> member.channel().equals(channel))
                        .map(Member::info)
                        .collect(Collectors.toMap(ClientInfo::client, info -> info)));
    }

    @Override
    public Future<PresenceStats> stats(String channel) {
        return members(channel)
                .map(found -> new PresenceStats(found.size(), (int)
                        found.values().stream().map(ClientInfo::user).distinct().count()));
    }

    @Override
    public String name() {
        return "fake presence";
    }

    @Override
    public Future<Void> start() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
    }
}
