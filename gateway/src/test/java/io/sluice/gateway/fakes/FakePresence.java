package io.sluice.gateway.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.gateway.presence.Member;
import io.sluice.gateway.presence.PresenceStats;
import io.sluice.gateway.presence.PresenceStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A presence store that notes its calls, and answers them at once or when the test says so. */
public final class FakePresence implements PresenceStore {

    private final List<String> calls = new ArrayList<>();
    private final Map<String, Map<String, ClientInfo>> channels = new LinkedHashMap<>();
    private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
    private boolean holding;
    private int batches;
    private boolean down;

    /** From here on changes wait for the test's answer. */
    public FakePresence hold() {
        holding = true;
        return this;
    }

    /** From here on everything fails at once, or no longer. */
    public void down(boolean isDown) {
        down = isDown;
    }

    /** Confirms the oldest change that waits. */
    public void confirm() {
        waiting.remove().complete();
    }

    /** Fails the oldest change that waits. */
    public void refuse() {
        waiting.remove().fail("as the test wants");
    }

    /** How often members were put so far, one or many together. */
    public int batches() {
        return batches;
    }

    /** Asserts, and forgets, the calls since the last assertion. */
    public void assertCalls(String... expected) {
        assertThat(calls).containsExactly(expected);
        calls.clear();
    }

    /** Forgets the calls. */
    public void forget() {
        calls.clear();
    }

    /** Whether nobody is anywhere. */
    public boolean isEmpty() {
        return channels.values().stream().allMatch(Map::isEmpty);
    }

    /** Who is in the channel now. */
    public Map<String, ClientInfo> in(String channel) {
        return channels.getOrDefault(channel, Map.of());
    }

    @Override
    public Future<Void> put(List<Member> members) {
        batches++;
        for (Member member : members) {
            calls.add("put " + member.channel());
            channels.computeIfAbsent(member.channel(), name -> new LinkedHashMap<>())
                    .put(member.info().client(), member.info());
        }
        return answer();
    }

    @Override
    public Future<Void> remove(String channel, String client, String user) {
        calls.add("remove " + channel);
        channels.getOrDefault(channel, new LinkedHashMap<>()).remove(client);
        return answer();
    }

    @Override
    public Future<Map<String, ClientInfo>> members(String channel) {
        return down ? failed() : Future.succeededFuture(Map.copyOf(in(channel)));
    }

    @Override
    public Future<PresenceStats> stats(String channel) {
        long users =
                in(channel).values().stream().map(ClientInfo::user).distinct().count();
        return down
                ? failed()
                : Future.succeededFuture(new PresenceStats(in(channel).size(), (int) users));
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

    private Future<Void> answer() {
        if (down) {
            return failed();
        }
        if (!holding) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        waiting.add(promise);
        return promise.future();
    }

    private static <T> Future<T> failed() {
        return Future.failedFuture("the fake presence store is down");
    }
}
