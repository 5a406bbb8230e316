package io.sluice.gateway.fakes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.BrokerUnavailableException;
import io.sluice.gateway.broker.ChannelMessage;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.PublishResult;
import io.sluice.gateway.broker.StreamCheck;
import io.sluice.gateway.broker.StreamSight;
import io.sluice.gateway.outbound.Message;
import io.sluice.gateway.testing.RecordingBrokerListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A broker that notes its calls, and answers them at once or when the test says so. Any thread. */
public final class FakeBroker implements Broker {

    /** Epoch of every stream for which the test gives no page. */
    public static final String EPOCH = "fakeLife";

    /** Epoch of a stream after a check has found that it went back. */
    public static final String NEXT_EPOCH = "nextLife";

    private static final HistoryPage NEVER_USED = new HistoryPage(List.of(), new StreamPosition(0, EPOCH));

    private record Pending<T>(String channel, Promise<T> answer) {}

    private final Deque<HistoryQuery> queries = new ArrayDeque<>();
    private @Nullable Function<HistoryQuery, HistoryPage> stream;

    private final List<String> calls = new ArrayList<>();
    private final List<StreamSight> sights = new ArrayList<>();
    private final List<Publication> published = new ArrayList<>();
    private final Deque<Pending<Void>> subscribes = new ArrayDeque<>();
    private final Deque<Pending<PublishResult>> publishes = new ArrayDeque<>();
    private final Deque<Pending<HistoryPage>> reads = new ArrayDeque<>();
    private final Map<String, HistoryPage> pages = new HashMap<>();
    private final List<PublishOptions> publishOptions = new ArrayList<>();
    private PublishResult publishResult = PublishResult.published(NO_POSITION);
    private boolean holding;
    private boolean down;
    private boolean ready = true;
    private Listener listener = new RecordingBrokerListener();

    /** From here on subscribes, to feeds too, publishes and reads of histories wait for the test's answer. */
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

    /** From here on everything is answered at once again. */
    public synchronized void release() {
        holding = false;
    }

    /** From here on {@code reader} answers all reads of histories, at the moment at which they are answered. */
    public synchronized void stream(Function<HistoryQuery, HistoryPage> reader) {
        stream = reader;
    }

    /** Answers the oldest subscribe that waits, or else the oldest read; false if nothing waits. */
    public boolean answerNext() {
        Pending<Void> subscribe = subscribes.poll();
        if (subscribe != null) {
            subscribe.answer().complete();
            return true;
        }
        Pending<HistoryPage> read = reads.poll();
        if (read != null) {
            read.answer().complete(requireNonNull(stream).apply(queries.remove()));
        }
        return read != null;
    }

    /** Confirms the oldest subscribe that waits, which has to be for {@code channel}, or for the feed of this name. */
    public void confirm(String channel) {
        next(subscribes, channel).complete();
    }

    /** Fails the oldest subscribe that waits, which has to be for {@code channel}. */
    public void refuse(String channel) {
        next(subscribes, channel).fail(unavailable());
    }

    /** Confirms the oldest publish that waits, which has to be into {@code channel}. */
    public void accept(String channel) {
        next(publishes, channel).complete(publishResultNow());
    }

    /** Fails the oldest publish that waits, which has to be into {@code channel}. */
    public void reject(String channel) {
        next(publishes, channel).fail(unavailable());
    }

    /** From here on every publish has this result. */
    public synchronized void publishResult(PublishResult result) {
        publishResult = result;
    }

    /**
     * From here on a read of the channel's history gives this page, whatever part of it was asked for; one that asks for
     * nothing but the position gets that. Without a page the stream is one that was never used.
     */
    public synchronized void history(String channel, HistoryPage page) {
        pages.put(channel, page);
    }

    /** Answers the oldest read of a history that waits, which has to be of {@code channel}. */
    public void giveHistory(String channel, HistoryPage page) {
        next(reads, channel).complete(page);
    }

    /** Fails the oldest read of a history that waits, which has to be of {@code channel}. */
    public void refuseHistory(String channel) {
        next(reads, channel).fail(unavailable());
    }

    /** Hands a publication to this node as if somebody had published it. */
    public void deliver(String channel, String json) {
        deliver(channel, publication(json), false);
    }

    /** The same for a publication with a position. */
    public void deliver(String channel, long offset, String epoch, String json) {
        deliver(channel, publication(offset, epoch, json), false);
    }

    public void deliver(String channel, Publication publication, boolean delta) {
        listener.messages(List.of(new ChannelMessage.Published(channel, publication, delta, 0)));
    }

    /** Hands several messages to this node together. */
    public void deliver(ChannelMessage... batch) {
        listener.messages(List.of(batch));
    }

    /** Hands publications to this node that came by a feed. */
    public void deliverFeed(String feed, ChannelMessage.Published... batch) {
        listener.feed(feed, List.of(batch));
    }

    /** Gives a channel up as if the transport refused it from now on. */
    public void lose(String channel) {
        listener.lost(channel);
    }

    /** The transport is back after an outage. */
    public void restore() {
        listener.restored();
    }

    /** The same as {@link #lose} for a feed. */
    public void loseFeed(String feed) {
        listener.feedLost(feed);
    }

    public static Publication publication(String json) {
        return new Publication(Payload.of(json), null, 0, Map.of(), DataForm.PLAIN, "", "", 0);
    }

    /** A publication with a place in a stream. */
    public static Publication publication(long offset, String epoch, String json) {
        return new Publication(Payload.of(json), null, offset, Map.of(), DataForm.PLAIN, "", epoch, 0);
    }

    /** A publication as the hub hands it to its loops. */
    public static Message message(String channel, String json) {
        return Message.of(channel, publication(json));
    }

    /** The last publication that was published. */
    public synchronized Publication lastPublished() {
        return published.get(published.size() - 1);
    }

    /** How the last publication was to be published. */
    public synchronized PublishOptions lastPublishOptions() {
        return publishOptions.get(publishOptions.size() - 1);
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
        publishOptions.add(options);
        return answer(channel, publishes, publishResult);
    }

    @Override
    public synchronized Future<Void> publishJoin(String channel, ClientInfo info) {
        calls.add("join " + channel + " " + info.client());
        return unlessDown();
    }

    @Override
    public synchronized Future<Void> publishLeave(String channel, ClientInfo info) {
        calls.add("leave " + channel + " " + info.client());
        return unlessDown();
    }

    @Override
    public synchronized Future<HistoryPage> history(String channel, HistoryQuery query, Duration metaTtl) {
        calls.add("history " + channel + " " + query.limit());
        if (stream != null) {
            if (holding) {
                queries.add(query);
            }
            return answer(channel, reads, holding ? NEVER_USED : stream.apply(query));
        }
        HistoryPage page = pages.getOrDefault(channel, NEVER_USED);
        return answer(channel, reads, query.limit() == 0 ? new HistoryPage(List.of(), page.top()) : page);
    }

    /** Like a read of the position; a stream that went back is given {@link #NEXT_EPOCH}, unless the test answers by itself. */
    @Override
    public synchronized Future<StreamCheck> check(String channel, StreamSight seen, Duration metaTtl) {
        calls.add("check " + channel);
        sights.add(seen);
        if (stream != null) {
            if (holding) {
                queries.add(HistoryQuery.POSITION);
            }
            return answer(channel, reads, holding ? NEVER_USED : stream.apply(HistoryQuery.POSITION))
                    .map(page -> new StreamCheck(page.top(), false));
        }
        HistoryPage page = pages.getOrDefault(channel, NEVER_USED);
        StreamPosition top = page.top();
        boolean wentBack = !down
                && top.epoch().equals(seen.reached().epoch())
                && top.offset() < seen.reached().offset();
        if (wentBack) {
            top = new StreamPosition(top.offset(), NEXT_EPOCH);
            pages.put(channel, new HistoryPage(page.publications(), top));
        }
        return answer(channel, reads, new HistoryPage(List.of(), top))
                .map(read -> new StreamCheck(read.top(), wentBack));
    }

    /** What the brokers were shown by the checks so far. */
    public synchronized List<StreamSight> sights() {
        return List.copyOf(sights);
    }

    @Override
    public synchronized Future<Void> removeHistory(String channel) {
        calls.add("remove history " + channel);
        return unlessDown();
    }

    @Override
    public synchronized Future<Void> subscribeFeed(String feed) {
        calls.add("subscribe feed " + feed);
        return answer(feed, subscribes, null);
    }

    @Override
    public synchronized Future<Void> unsubscribeFeed(String feed) {
        calls.add("unsubscribe feed " + feed);
        return unlessDown();
    }

    @Override
    public synchronized Future<Void> subscribe(String channel) {
        calls.add("subscribe " + channel);
        return answer(channel, subscribes, null);
    }

    @Override
    public synchronized Future<Void> unsubscribe(String channel) {
        calls.add("unsubscribe " + channel);
        return unlessDown();
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

    private synchronized PublishResult publishResultNow() {
        return publishResult;
    }

    private Future<Void> unlessDown() {
        return down ? Future.failedFuture(unavailable()) : Future.succeededFuture();
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
