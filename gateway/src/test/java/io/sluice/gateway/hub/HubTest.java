package io.sluice.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.broker.ChannelMessage;
import io.sluice.gateway.fakes.Deliveries;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.RecordingSubscriber;
import io.sluice.gateway.fakes.TestHubs;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.DeliveryOptions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All shards of a node, on real event loops. */
class HubTest {

    private static final int LOOPS = 3;
    private static final int PUBLICATIONS = 2000;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS + 1));
    private final FakeBroker broker = new FakeBroker();
    private final Hub hub = TestHubs.of(vertx, newContext(), broker, System::nanoTime);
    private final List<Context> contexts =
            IntStream.range(0, LOOPS).mapToObj(i -> newContext()).toList();
    private final List<HubShard> shards =
            contexts.stream().map(context -> addShard(new LoopTasks(context))).toList();
    private final FakeFormat format = new FakeFormat(0);
    private final List<RecordingSubscriber> clients =
            contexts.stream().map(context -> new RecordingSubscriber(format)).toList();

    @AfterEach
    void close() throws Exception {
        broker.assertNothingMore();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void oneBrokerSubscriptionServesAllLoops() throws Exception {
        broker.listener(hub);
        subscribeAll("news");
        broker.assertCalls("subscribe news");
        assertThat(hub.channels()).isEqualTo(1);

        broker.deliver("news", "1");
        for (int i = 0; i < LOOPS; i++) {
            awaitReceived(i, 1);
            assertThat(received(i)).containsExactly("news=1");
        }
    }

    @Test
    void subscribersAreCountedOverAllLoops() throws Exception {
        subscribeAll("news");
        subscribe(1, "chat");
        broker.assertCalls("subscribe news", "subscribe chat");
        assertThat(get(hub.subscriberCounts())).isEqualTo(Map.of("news", LOOPS, "chat", 1));
    }

    @Test
    void everyLoopReceivesInTheOrderOfThePublisherWhateverOtherThreadsPublish() throws Exception {
        subscribeAll("news");
        subscribeAll("chat");
        broker.assertCalls("subscribe news", "subscribe chat");
        Thread news = publisher("news");
        Thread chat = publisher("chat");
        news.join();
        chat.join();

        for (int i = 0; i < LOOPS; i++) {
            awaitReceived(i, 2 * PUBLICATIONS);
            List<String> received = received(i);
            for (String channel : List.of("news", "chat")) {
                assertThat(received.stream().filter(each -> each.startsWith(channel)))
                        .containsExactlyElementsOf(IntStream.range(0, PUBLICATIONS)
                                .mapToObj(number -> channel + "=" + number)
                                .toList());
            }
        }
        assertThat(format.encoded()).as("for all loops together").isEqualTo(2 * PUBLICATIONS);
        assertThat(hub.dropped()).isZero();
    }

    @Test
    void subscribersThatComeAndGoOnManyLoopsLeaveNothingBehind() throws Exception {
        AtomicInteger cancelled = new AtomicInteger();
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < LOOPS; i++) {
                HubShard shard = shards.get(i);
                RecordingSubscriber client = clients.get(i);
                contexts.get(i).runOnContext(unused -> shard.subscribe("news", DeliveryOptions.PROMPT, client)
                        .onSuccess(subscription -> {
                            subscription.cancel();
                            cancelled.incrementAndGet();
                        }));
            }
        }
        await().until(() -> cancelled.get() == 100 * LOOPS);
        await().until(() -> hub.channels() == 0);
        assertThat(get(hub.subscriberCounts())).isEmpty();
        assertThat(broker.takeCalls()).containsOnly("subscribe news");
    }

    @Test
    void publicationsBeyondALoopsQueueAreDroppedAndCounted() throws Exception {
        HandLoop slow = new HandLoop();
        FakeBroker own = new FakeBroker();
        Hub slowHub = TestHubs.of(slow, own);
        LoopCounters counters = new LoopCounters();
        slowHub.addShard(
                        slow.loopTasks(), new TurnBudget(slow.loopTasks(), slow.clock()), counters, Deliveries.of(slow))
                .subscribe("news", DeliveryOptions.PROMPT, new RecordingSubscriber());
        slow.settle();
        own.assertCalls("subscribe news");

        for (int i = 0; i < FanOut.MAX_QUEUED_PUBLICATIONS + 5; i++) {
            slowHub.messages(List.of(arrival("news", "1")));
        }
        assertThat(slowHub.dropped()).isEqualTo(5);
        slow.settle();
        assertThat(counters.delivered.get()).isEqualTo(FanOut.MAX_QUEUED_PUBLICATIONS);
    }

    @Test
    void aPublicationThatNobodyWantsReachesNoLoop() {
        hub.messages(List.of(arrival("news", "1")));
        assertThat(hub.dropped()).isZero();
        assertThat(hub.channels()).isZero();
    }

    private Thread publisher(String channel) {
        Thread thread = new Thread(() -> {
            for (int i = 0; i < PUBLICATIONS; i++) {
                hub.messages(List.of(arrival(channel, String.valueOf(i))));
            }
        });
        thread.start();
        return thread;
    }

    private void subscribeAll(String channel) throws Exception {
        for (int i = 0; i < LOOPS; i++) {
            subscribe(i, channel);
        }
    }

    private void subscribe(int loop, String channel) throws Exception {
        CompletableFuture<Subscription> subscribed = new CompletableFuture<>();
        contexts.get(loop).runOnContext(unused -> shards.get(loop)
                .subscribe(channel, DeliveryOptions.PROMPT, clients.get(loop))
                .onSuccess(subscribed::complete)
                .onFailure(subscribed::completeExceptionally));
        subscribed.get(60, TimeUnit.SECONDS);
    }

    private void awaitReceived(int loop, int count) {
        await().until(() -> onLoop(loop, () -> clients.get(loop).received().size()) == count);
    }

    private List<String> received(int loop) throws Exception {
        return onLoop(loop, () -> new ArrayList<>(clients.get(loop).received()));
    }

    private <T> T onLoop(int loop, Supplier<T> look) throws Exception {
        CompletableFuture<T> seen = new CompletableFuture<>();
        contexts.get(loop).runOnContext(unused -> seen.complete(look.get()));
        return seen.get(60, TimeUnit.SECONDS);
    }

    private static ChannelMessage arrival(String channel, String json) {
        return new ChannelMessage.Published(channel, FakeBroker.publication(json), false, 0);
    }

    private HubShard addShard(LoopTasks loop) {
        LoopCounters counters = new LoopCounters();
        return hub.addShard(
                loop,
                new TurnBudget(loop, System::nanoTime),
                counters,
                Deliveries.of(loop, System::nanoTime, counters));
    }

    private Context newContext() {
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
