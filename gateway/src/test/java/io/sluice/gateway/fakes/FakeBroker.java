package io.sluice.gateway.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.BrokerUnavailableException;
import io.sluice.gateway.broker.ChannelMessage;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.PublishResult;
import io.sluice.gateway.outbound.Message;
import io.sluice.gateway.testing.RecordingBrokerListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A broker that notes its calls, and answers them at once or when the test says so. Any thread. */
public final class FakeBroker implements Broker {

    private record Pending<T>(String channel, Promise<T> answer) {}

    private final List<String> calls = new ArrayList<>();
    private final List<Publication> published = new ArrayList<>();
    private final Deque<Pending<Void>> subscribes = new ArrayDeque<>();
    private final Deque<Pending<PublishResult>> publishes = new ArrayDeque<>();
    private boolean holding;
    private boolean down;
    private boolean ready = true;
    private Listener listener = new RecordingBrokerListener();

    /** From here on subscribes and publishes wait for the test's answer. */
    public synchronized FakeBroker hold() {
        holding = true;
        return this;
    }

    /** From here on everything fails at once, or no longer. */
    public synchronized void down(boolean isDown) {
        down = isDown;
    }

    public synchronized void ready(boolean isReady) {
        ready = isReady;
    }

    /** Confirms the oldest subscribe that waits, which has to be for {@code channel}. */
    public void confirm(String channel) {
        next(subscribes, channel).complete();
    }

    /** Fails the oldest subscribe that waits, which has to be for {@code channel}. */
    public void refuse(String channel) {
        next(subscribes, channel).fail(unavailable());
    }

    /** Confirms the oldest publish that waits, which has to be into {@code channel}. */
    public void accept(String channel) {
        next(publishes, channel).complete(PublishResult.published(NO_POSITION));
    }

    /** Fails the oldest publish that waits, which has to be into {@code channel}. */
    public void reject(String channel) {
        next(publishes, channel).fail(unavailable());
    }

    /** Hands a publication to this node as if somebody had published it. */
    public void deliver(String channel, String json) {
        listener.messages(List.of(new ChannelMessage.Published(channel, publication(json), false)));
    }

    /** Gives a channel up as if the transport refused it from now on. */
    public void lose(String channel) {
        listener.lost(channel);
    }

    public static Publication publication(String json) {
        return new Publication(Payload.of(json), null, 0, Map.of(), DataForm.PLAIN, "", "", 0);
    }

    /** A publication as the hub hands it to its loops. */
    public static Message message(String channel, String json) {
        return Message.of(channel, publication(json));
    }

    /** The last publication that was published. */
    public synchronized Publication lastPublished() {
        return published.get(published.size() - 1);
    }

    /** The calls since the last assertion, in their order. */
    public synchronized List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** Asserts, and forgets, the calls since the last assertion. */
    public void assertCalls(String... expected) {
        assertThat(takeCalls()).containsExactly(expected);
    }

    public void assertNothingMore() {
        assertCalls();
    }

    @Override
    public String name() {
        return "fake broker";
    }

    @Override
    public synchronized void listener(Listener hears) {
        listener = hears;
    }

    @Override
    public synchronized Future<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        calls.add("publish " + channel + " " + publication.data());
        published.add(publication);
        return answer(channel, publishes, PublishResult.published(NO_POSITION));
    }

    @Override
    public synchronized Future<Void> publishJoin(String channel, ClientInfo info) {
        calls.add("join " + channel + " " + info.client());
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Void> publishLeave(String channel, ClientInfo info) {
        calls.add("leave " + channel + " " + info.client());
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<HistoryPage> history(String channel, HistoryQuery query, Duration metaTtl) {
        calls.add("history " + channel + " " + query.limit());
        return Future.failedFuture(unavailable());
    }

    @Override
    public synchronized Future<Void> removeHistory(String channel) {
        calls.add("remove history " + channel);
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Void> subscribeFeed(String feed) {
        calls.add("subscribe feed " + feed);
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Void> unsubscribeFeed(String feed) {
        calls.add("unsubscribe feed " + feed);
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Void> subscribe(String channel) {
        calls.add("subscribe " + channel);
        return answer(channel, subscribes, null);
    }

    @Override
    public synchronized Future<Void> unsubscribe(String channel) {
        calls.add("unsubscribe " + channel);
        return down ? Future.failedFuture(unavailable()) : Future.succeededFuture();
    }

    @Override
    public synchronized boolean ready() {
        return ready;
    }

    @Override
    public Future<Void> start() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
    }

    private <T> Future<T> answer(String channel, Deque<Pending<T>> waiting, T answer) {
        if (down) {
            return Future.failedFuture(unavailable());
        }
        if (!holding) {
            return Future.succeededFuture(answer);
        }
        Promise<T> promise = Promise.promise();
        waiting.add(new Pending<>(channel, promise));
        return promise.future();
    }

    private synchronized <T> Promise<T> next(Deque<Pending<T>> waiting, String channel) {
        assertThat(waiting).as("calls that wait for an answer").isNotEmpty();
        Pending<T> oldest = waiting.remove();
        assertThat(oldest.channel()).isEqualTo(channel);
        return oldest.answer();
    }

    private static BrokerUnavailableException unavailable() {
        return new BrokerUnavailableException(
                "the fake broker is down", new IllegalStateException("as the test wants"));
    }
}
