package io.sluice.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.broker.BrokerUnavailableException;
import io.sluice.gateway.fakes.Deliveries;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.fakes.HandClock;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.RecordingSubscriber;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.DeliveryOptions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubShardTest {

    private static final int MANY = 5000;

    /** Deliveries of one slice when each look at the clock, once in 64 deliveries, costs one of its 2 milliseconds. */
    private static final int SLICE = 3 * 64;

    private final HandLoop loop = new HandLoop();
    private final HandClock clock = loop.clock();
    private final FakeBroker broker = new FakeBroker();
    private final LoopCounters counters = new LoopCounters();
    private final FakeFormat format = new FakeFormat(0);
    private final NodeSubscriptions node = Nodes.subscriptions(loop, broker, Duration.ofSeconds(1));
    private final HubShard shard = new HubShard(
            0,
            loop.loopTasks(),
            new TurnBudget(loop.loopTasks(), clock),
            node,
            counters,
            Deliveries.of(loop),
            Nodes.NO_WATCH);
    private final List<RecordingSubscriber> subscribers = new ArrayList<>();

    @AfterEach
    void nothingIsLeftOver() {
        loop.settle();
        broker.assertNothingMore();
        subscribers.forEach(RecordingSubscriber::assertNothingMore);
    }

    @Test
    void aSubscriberReceivesPublicationsInTheirOrder() {
        RecordingSubscriber client = subscriber();
        subscribe("news", client);
        broker.assertCalls("subscribe news");
        publish("news", "1");
        publish("news", "2");
        loop.settle();
        client.assertReceived("news=1", "news=2");
        assertThat(counters.received.get()).isEqualTo(2);
        assertThat(counters.delivered.get()).isEqualTo(2);
    }

    @Test
    void whatTheOutcomesHandlersSendGoesAheadOfAnyPublication() {
        broker.hold();
        RecordingSubscriber client = subscriber();
        shard.subscribe("news", DeliveryOptions.PROMPT, client).onSuccess(subscription -> client.note("reply"));
        loop.settle();
        broker.assertCalls("subscribe news");

        broker.confirm("news");
        publish("news", "1"); // The broker may deliver before the loop has heard that it confirmed.
        loop.settle();
        publish("news", "2");
        loop.settle();
        assertThat(client.received()).startsWith("reply").endsWith("news=2").doesNotHaveDuplicates();
        client.forget();
    }

    @Test
    void oneBrokerSubscriptionServesAllThatWaitInTheOrderTheyCame() {
        broker.hold();
        List<String> order = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            shard.subscribe("news", DeliveryOptions.PROMPT, subscriber()).onSuccess(subscription -> order.add(name));
        }
        loop.settle();
        broker.assertCalls("subscribe news");
        assertThat(order).isEmpty();

        broker.confirm("news");
        loop.settle();
        assertThat(order).containsExactly("a", "b", "c");
        assertThat(counters.subscriptions.get()).isEqualTo(3);
        assertThat(counters.channels.get()).isEqualTo(1);
    }

    @Test
    void aChannelWithSubscribersTakesMoreAtOnceEvenWithTheBrokerDown() {
        subscribe("news", subscriber());
        broker.assertCalls("subscribe news");
        broker.down(true);
        assertThat(shard.subscribe("news", DeliveryOptions.PROMPT, subscriber()).succeeded())
                .isTrue();
    }

    @Test
    void aFailedSubscribeFailsAllThatWaitAndALaterTryWorks() {
        broker.hold();
        RecordingSubscriber client = subscriber();
        Future<Subscription> first = shard.subscribe("news", DeliveryOptions.PROMPT, client);
        Future<Subscription> second = shard.subscribe("news", DeliveryOptions.PROMPT, subscriber());
        loop.settle();
        broker.assertCalls("subscribe news");
        broker.refuse("news");
        loop.settle();
        assertThat(first.cause()).isInstanceOf(BrokerUnavailableException.class);
        assertThat(second.cause()).isInstanceOf(BrokerUnavailableException.class);
        assertThat(counters.subscriptions.get()).isZero();
        assertThat(counters.channels.get()).isZero();

        Future<Subscription> later = shard.subscribe("news", DeliveryOptions.PROMPT, client);
        loop.settle();
        broker.assertCalls("subscribe news");
        broker.confirm("news");
        loop.settle();
        assertThat(later.succeeded()).isTrue();
        publish("news", "1");
        loop.settle();
        client.assertReceived("news=1");
    }

    @Test
    void theLastSubscriberToLeaveReleasesTheChannelAfterTheDelay() {
        Subscription first = subscribe("news", subscriber());
        Subscription second = subscribe("news", subscriber());
        broker.assertCalls("subscribe news");
        first.cancel();
        loop.elapse(2000);
        assertThat(node.shardsOf("news")).containsExactly(0);
        second.cancel();
        loop.settle();
        assertThat(node.shardsOf("news")).isEmpty();
        loop.elapse(999);
        broker.assertNothingMore();
        loop.elapse(1);
        broker.assertCalls("unsubscribe news");
        assertThat(counters.subscriptions.get()).isZero();
        assertThat(counters.channels.get()).isZero();
    }

    @Test
    void cancellingTwiceIsAsGoodAsOnce() {
        RecordingSubscriber other = subscriber();
        Subscription cancelled = subscribe("news", subscriber());
        subscribe("news", other);
        broker.assertCalls("subscribe news");
        cancelled.cancel();
        cancelled.cancel();
        publish("news", "1");
        loop.settle();
        other.assertReceived("news=1");
        assertThat(counters.subscriptions.get()).isEqualTo(1);
    }

    @Test
    void oneClientMaySubscribeToSeveralChannels() {
        RecordingSubscriber client = subscriber();
        Subscription news = subscribe("news", client);
        subscribe("chat", client);
        broker.assertCalls("subscribe news", "subscribe chat");
        news.cancel();
        publish("news", "1");
        publish("chat", "2");
        loop.settle();
        client.assertReceived("chat=2");
    }

    @Test
    void aPublicationOfAChannelThatNobodyWantsIsDropped() {
        publish("news", "1");
        loop.settle();
        assertThat(counters.received.get()).isEqualTo(1);
        assertThat(counters.delivered.get()).isZero();
        assertThat(format.encoded()).isZero();
    }

    @Test
    void aPublicationIsEncodedOncePerFormatWhateverTheNumberOfReceivers() {
        FakeFormat other = new FakeFormat(1);
        List<RecordingSubscriber> clients = Stream.of(format, other, format, other, format)
                .map(this::subscriber)
                .toList();
        clients.forEach(client -> subscribe("news", client));
        broker.assertCalls("subscribe news");
        publish("news", "1");
        loop.settle();
        clients.forEach(client -> client.assertReceived("news=1"));
        assertThat(format.encoded()).isEqualTo(1);
        assertThat(other.encoded()).isEqualTo(1);
    }

    @Test
    void aReceiverMayCancelItselfDuringAFanOut() {
        List<RecordingSubscriber> clients = subscribers(5);
        List<Subscription> subscriptions = subscribeAll("news", clients);
        broker.assertCalls("subscribe news");
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).onDelivery(subscriptions.get(i)::cancel);
        }
        publish("news", "1");
        publish("news", "2");
        loop.settle();
        clients.forEach(client -> client.assertReceived("news=1"));
        assertThat(counters.channels.get()).isZero();
    }

    @Test
    void aReceiverThatCancelsAnotherAheadOfItSparesThatOneAlone() {
        List<RecordingSubscriber> clients = subscribers(4);
        List<Subscription> subscriptions = subscribeAll("news", clients);
        broker.assertCalls("subscribe news");
        clients.get(0).onDelivery(subscriptions.get(2)::cancel);
        publish("news", "1");
        publish("news", "2");
        loop.settle();
        clients.get(0).assertReceived("news=1", "news=2");
        clients.get(1).assertReceived("news=1", "news=2");
        clients.get(2).assertNothingMore();
        clients.get(3).assertReceived("news=1", "news=2");
    }

    @Test
    void aReceiverThatCancelsAnotherBehindItMakesNobodyReceiveTwiceOrNotAtAll() {
        List<RecordingSubscriber> clients = subscribers(4);
        List<Subscription> subscriptions = subscribeAll("news", clients);
        broker.assertCalls("subscribe news");
        clients.get(2).onDelivery(subscriptions.get(0)::cancel);
        publish("news", "1");
        publish("news", "2");
        loop.settle();
        clients.get(0).assertReceived("news=1");
        clients.subList(1, 4).forEach(client -> client.assertReceived("news=1", "news=2"));
    }

    @Test
    void whoSubscribesDuringAFanOutReceivesTheNextPublicationFirst() {
        RecordingSubscriber late = subscriber();
        RecordingSubscriber client = subscriber();
        subscribe("news", client);
        broker.assertCalls("subscribe news");
        client.onNextDelivery(() -> assertThat(
                        shard.subscribe("news", DeliveryOptions.PROMPT, late).succeeded())
                .isTrue());
        publish("news", "1");
        publish("news", "2");
        loop.settle();
        client.assertReceived("news=1", "news=2");
        late.assertReceived("news=2");
    }

    @Test
    void aChannelThatEmptiesDuringAFanOutCanBeSubscribedAnew() {
        RecordingSubscriber client = subscriber();
        Subscription only = subscribe("news", client);
        broker.assertCalls("subscribe news");
        client.onNextDelivery(() -> {
            only.cancel();
            shard.subscribe("news", DeliveryOptions.PROMPT, client);
        });
        publish("news", "1");
        loop.settle();
        publish("news", "2");
        loop.settle();
        client.assertReceived("news=1", "news=2");
        assertThat(counters.channels.get()).isEqualTo(1);
        assertThat(counters.subscriptions.get()).isEqualTo(1);
    }

    @Test
    void aLongFanOutLetsTheLoopServeItsSocketsAfterEachSlice() {
        List<RecordingSubscriber> clients = subscribers(MANY);
        subscribeAll("news", clients);
        broker.assertCalls("subscribe news");
        clock.stepBy(Duration.ofMillis(1));
        publish("news", "1");

        loop.runTasks();
        assertThat(reached(clients)).isEqualTo(SLICE);
        for (int slices = 2; loop.waitingForIo() > 0; slices++) {
            loop.turn();
            assertThat(reached(clients)).isEqualTo(Math.min(MANY, slices * SLICE));
        }
        assertThat(format.encoded()).isEqualTo(1);
        assertThat(counters.delivered.get()).isEqualTo(MANY);
        clients.forEach(client -> client.assertReceived("news=1"));
    }

    @Test
    void betweenTwoSlicesTheOrderIsKept() {
        List<RecordingSubscriber> clients = subscribers(MANY);
        subscribeAll("news", clients);
        broker.assertCalls("subscribe news");
        clock.stepBy(Duration.ofMillis(1));
        publish("news", "1");
        loop.runTasks();

        publish("news", "2");
        loop.settle();
        clients.forEach(client -> client.assertReceived("news=1", "news=2"));
    }

    @Test
    void clientsThatComeAndGoBetweenTwoSlicesChangeNothingForTheOthers() {
        List<RecordingSubscriber> clients = subscribers(MANY);
        List<Subscription> subscriptions = subscribeAll("news", clients);
        broker.assertCalls("subscribe news");
        clock.stepBy(Duration.ofMillis(1));
        publish("news", "1");
        loop.runTasks();

        RecordingSubscriber late = subscriber();
        assertThat(shard.subscribe("news", DeliveryOptions.PROMPT, late).succeeded())
                .isTrue();
        subscriptions.get(0).cancel(); // was reached already
        subscriptions.get(MANY - 1).cancel(); // would have been the last
        loop.settle();
        publish("news", "2");
        loop.settle();

        clients.get(0).assertReceived("news=1");
        clients.get(MANY - 1).assertNothingMore();
        clients.subList(1, MANY - 1).forEach(client -> client.assertReceived("news=1", "news=2"));
        late.assertReceived("news=2");
    }

    @Test
    void manyShortFanOutsYieldToo() {
        RecordingSubscriber client = subscriber();
        subscribe("news", client);
        broker.assertCalls("subscribe news");
        clock.stepBy(Duration.ofMillis(1));
        for (int i = 0; i < 1000; i++) {
            publish("news", String.valueOf(i));
        }
        loop.runTasks();
        assertThat(client.received()).hasSize(SLICE);
        loop.settle();
        assertThat(client.received())
                .hasSize(1000)
                .startsWith("news=0", "news=1")
                .endsWith("news=998", "news=999");
        client.forget();
    }

    @Test
    void aFullQueueRefusesPublicationsUntilItIsDrained() {
        for (int i = 0; i < FanOut.MAX_QUEUED_PUBLICATIONS; i++) {
            publish("news", "1");
        }
        assertThat(shard.offer(List.of(FakeBroker.message("news", "1")))).isFalse();
        loop.settle();
        assertThat(counters.received.get()).isEqualTo(FanOut.MAX_QUEUED_PUBLICATIONS);
        publish("news", "1");
    }

    @Test
    void subscribersAreCountedByChannel() {
        subscribe("news", subscriber());
        subscribe("news", subscriber());
        subscribe("chat", subscriber());
        broker.assertCalls("subscribe news", "subscribe chat");
        Future<Map<String, Integer>> counts = shard.subscriberCounts();
        loop.settle();
        assertThat(counts.result()).containsExactlyInAnyOrderEntriesOf(Map.of("news", 2, "chat", 1));
    }

    private RecordingSubscriber subscriber() {
        return subscriber(format);
    }

    private RecordingSubscriber subscriber(FakeFormat speaks) {
        RecordingSubscriber subscriber = new RecordingSubscriber(speaks);
        subscribers.add(subscriber);
        return subscriber;
    }

    private List<RecordingSubscriber> subscribers(int count) {
        return Stream.generate(this::subscriber).limit(count).toList();
    }

    private List<Subscription> subscribeAll(String channel, List<RecordingSubscriber> clients) {
        return clients.stream().map(client -> subscribe(channel, client)).toList();
    }

    private Subscription subscribe(String channel, RecordingSubscriber client) {
        Future<Subscription> subscribed = shard.subscribe(channel, DeliveryOptions.PROMPT, client);
        loop.settle();
        return subscribed.result();
    }

    private void publish(String channel, String json) {
        assertThat(shard.offer(List.of(FakeBroker.message(channel, json)))).isTrue();
    }

    private static long reached(List<RecordingSubscriber> clients) {
        return clients.stream().filter(client -> !client.received().isEmpty()).count();
    }
}
