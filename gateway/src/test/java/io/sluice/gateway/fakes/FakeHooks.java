package io.sluice.gateway.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.RefreshGrant;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.hook.Hooks;
import io.sluice.gateway.hook.PublishGrant;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** A back end that notes what it is asked and told, and answers when the test says so. */
public final class FakeHooks implements Hooks {

    private final List<String> calls = new ArrayList<>();
    private final Deque<Promise<?>> questions = new ArrayDeque<>();
    private boolean connections;
    private boolean rpc;

    /** From here on connections without a token are its to decide. */
    public void decideConnections() {
        connections = true;
    }

    /** From here on it answers remote procedure calls. */
    public void answerRpc() {
        rpc = true;
    }

    /** Answers the oldest question that waits. */
    @SuppressWarnings("unchecked")
    public <T> void answer(Verdict<T> verdict) {
        ((Promise<Verdict<T>>) questions.remove()).complete(verdict);
    }

    /** Answers the oldest question, if one waits. */
    public <T> void answerAny(Verdict<T> verdict) {
        if (!questions.isEmpty()) {
            answer(verdict);
        }
    }

    /** Answers the newest question that waits. */
    @SuppressWarnings("unchecked")
    public <T> void answerLast(Verdict<T> verdict) {
        ((Promise<Verdict<T>>) questions.removeLast()).complete(verdict);
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

    @Override
    public Set<String> headers() {
        return Set.of("x-session");
    }

    @Override
    public Set<String> emulatedHeaders() {
        return Set.of("x-emulated");
    }

    @Override
    public boolean decidesConnections() {
        return connections;
    }

    @Override
    public boolean answersRpc() {
        return rpc;
    }

    @Override
    public Future<Verdict<ConnectionGrant>> connect(HookClient client, Command.Connect command) {
        return ask("connect " + client.emulatedHeaders());
    }

    @Override
    public Future<Verdict<RefreshGrant>> refresh(HookClient client) {
        return ask("refresh " + client.user());
    }

    @Override
    public Future<Verdict<SubscriptionGrant>> subscribe(String hook, HookClient client, Command.Subscribe command) {
        return ask("subscribe " + hook + " " + client.user() + " " + command.channel());
    }

    @Override
    public Future<Verdict<PublishGrant>> publish(String hook, HookClient client, String channel, Payload data) {
        return ask("publish " + hook + " " + client.user() + " " + channel + " " + data);
    }

    @Override
    public Future<Verdict<RefreshGrant>> subRefresh(String hook, HookClient client, String channel) {
        return ask("sub_refresh " + hook + " " + client.user() + " " + channel);
    }

    @Override
    public Future<Verdict<Payload>> rpc(HookClient client, String method, Payload data) {
        return ask("rpc " + client.user() + " " + method + " " + data);
    }

    @Override
    public void connected(HookClient client) {}

    @Override
    public void disconnected(HookClient client, Disconnect disconnect) {
        calls.add("disconnected " + client.user() + " " + disconnect.code());
    }

    @Override
    public void unsubscribed(String hook, HookClient client, String channel, int code, String reason) {
        calls.add("unsubscribed " + hook + " " + client.user() + " " + channel + " " + code);
    }

    private <T> Future<T> ask(String question) {
        calls.add(question);
        Promise<T> promise = Promise.promise();
        questions.add(promise);
        return promise.future();
    }
}
