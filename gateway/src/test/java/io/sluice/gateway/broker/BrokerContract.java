package io.sluice.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.RecordingBrokerListener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every broker promises; each implementation runs it. */
@ExtendWith(LeakWatch.class)
public abstract class BrokerContract {

    private static final Duration PATIENCE = Patience.OF_TESTS;
    private static final int MANY_CHANNELS = 2000;
    private static final StreamLimits LIMITS = new StreamLimits(10, Duration.ofMinutes(1), Duration.ofHours(1));
    private static final PublishOptions KEPT = options(Optional.of(LIMITS), "", false, "");

    protected final Vertx vertx = Vertx.vertx();
    protected final RecordingBrokerListener listener = new RecordingBrokerListener();
    protected final String channel = "contract-" + UUID.randomUUID();

    private Broker broker;
    private Broker other;

    /** A broker that has not been started. */
    protected abstract Broker newBroker();

    /** A started broker from which publications reach {@code broker}; may be the same one if there are no others. */
    protected abstract Broker peerOf(Broker broker);

    /** Waits until publications have arrived that were published before; for brokers where that takes a while after the answer. */
    protected void awaitWhatIsUnderWay() {}

    /** Whether a feed keeps the order of publications in different channels; that within a channel all keep. */
    protected boolean feedsAreInOrderOverChannels() {
        return true;
    }

    @BeforeEach
    void startBroker() {
        broker = newBroker();
        broker.listener(listener);
        Outcomes.of(broker.start());
        other = peerOf(broker);
    }

    @AfterEach
    void stopBroker() {
        if (other != broker) {
            Outcomes.of(other.stop());
        }
        Outcomes.of(broker.stop());
        Outcomes.of(vertx.close());
    }

    protected Broker broker() {
        return broker;
    }

    protected Broker peer() {
        return other;
    }

    @Test
    void startedBrokerIsReady() {
        assertThat(broker.ready()).isTrue();
    }

    @Test
    void publicationsOfOneCallerArriveInOrder() {
        Outcomes.of(broker.subscribe(channel));

        List<Future<?>> published = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            published.add(other.publish(channel, text(i), PublishOptions.PLAIN));
        }
        published.forEach(Outcomes::of);

        awaitData(channel, numbers(1000));
    }

    @Test
    void everyCallOfTheListenerBringsSomethingAndNothingComesTwice() {
        List<String> channels = List.of(channel + "a", channel + "b", channel + "c");
        channels.forEach(name -> Outcomes.of(broker.subscribe(name)));

        List<Future<?>> published = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            for (String name : channels) {
                published.add(other.publish(name, text(i), PublishOptions.PLAIN));
            }
        }
        published.forEach(Outcomes::of);

        channels.forEach(name -> awaitData(name, numbers(1000)));
        assertThat(listener.batchSizes()).allMatch(size -> size > 0);
        assertThat(listener.batchSizes().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(3000);
    }

    @Test
    void aBatchMayBeKept() {
        List<List<ChannelMessage>> kept = new CopyOnWriteArrayList<>();
        listener.alsoTell(kept::add);
        Outcomes.of(broker.subscribe(channel));

        for (int i = 0; i < 3; i++) {
            Outcomes.of(other.publish(channel, text(i), PublishOptions.PLAIN));
        }

        awaitData(channel, numbers(3));
        assertThat(kept.stream().flatMap(List::stream).map(arrived -> ((ChannelMessage.Published) arrived)
                        .publication()
                        .data()
                        .toString()))
                .containsExactlyElementsOf(numbers(3));
    }

    @Test
    void concurrentCallersKeepTheirOwnOrder() throws InterruptedException {
        Outcomes.of(broker.subscribe(channel));

        List<Thread> callers = IntStream.range(0, 8)
                .mapToObj(caller -> new Thread(() -> publishNumbers(caller * 100, 100)))
                .toList();
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            caller.join();
        }

        await().atMost(PATIENCE).until(() -> listener.data(channel).size() == 800);
        for (int caller = 0; caller < 8; caller++) {
            int first = caller * 100;
            assertThat(listener.data(channel).stream()
                            .map(Integer::valueOf)
                            .filter(number -> number / 100 == first / 100))
                    .containsExactlyElementsOf(
                            IntStream.range(first, first + 100).boxed().toList());
        }
    }

    private void publishNumbers(int first, int count) {
        for (int i = first; i < first + count; i++) {
            var unused = other.publish(channel, text(i), PublishOptions.PLAIN);
        }
    }

    @Test
    void publicationMadeAfterTheSubscribeCompletedIsReceived() {
        for (int i = 0; i < 100; i++) {
            String fresh = channel + "-" + i;

            Outcomes.of(broker.subscribe(fresh));
            Outcomes.of(other.publish(fresh, text(i), PublishOptions.PLAIN));

            awaitData(fresh, List.of(String.valueOf(i)));
        }
    }

    @Test
    void publicationsArriveWhileSubscribedOnly() {
        Outcomes.of(other.publish(channel, text(1), PublishOptions.PLAIN));
        awaitWhatIsUnderWay();
        Outcomes.of(broker.subscribe(channel));
        Outcomes.of(other.publish(channel, text(2), PublishOptions.PLAIN));
        awaitData(channel, List.of("2"));
        Outcomes.of(broker.unsubscribe(channel));
        Outcomes.of(other.publish(channel, text(3), PublishOptions.PLAIN));
        awaitWhatIsUnderWay();
        Outcomes.of(broker.subscribe(channel));
        Outcomes.of(other.publish(channel, text(4), PublishOptions.PLAIN));

        awaitData(channel, List.of("2", "4"));
    }

    @Test
    void channelsThatNobodySubscribedToAreSilent() {
        Outcomes.of(broker.subscribe(channel));

        Outcomes.of(other.publish(channel + "x", text(1), PublishOptions.PLAIN));
        Outcomes.of(other.publish(channel.substring(1), text(2), PublishOptions.PLAIN));
        Outcomes.of(other.publish(channel, text(3), PublishOptions.PLAIN));

        awaitData(channel, List.of("3"));
        assertThat(listener.channels()).containsExactly(channel);
    }

    @Test
    void subscribingTwiceIsAsGoodAsOnce() {
        Outcomes.of(broker.subscribe(channel));
        Outcomes.of(broker.subscribe(channel));
        Outcomes.of(other.publish(channel, text(1), PublishOptions.PLAIN));
        awaitData(channel, List.of("1")); // What is still on its way when somebody unsubscribes may be dropped.
        Outcomes.of(broker.unsubscribe(channel));
        Outcomes.of(other.publish(channel, text(2), PublishOptions.PLAIN));
        awaitWhatIsUnderWay();
        Outcomes.of(broker.subscribe(channel));
        Outcomes.of(other.publish(channel, text(3), PublishOptions.PLAIN));

        awaitData(channel, List.of("1", "3"));
    }

    @Test
    void concurrentSubscribesOfOneChannelAllSucceed() {
        List<Future<Void>> subscribed =
                IntStream.range(0, 10).mapToObj(i -> broker.subscribe(channel)).toList();
        subscribed.forEach(Outcomes::of);

        Outcomes.of(other.publish(channel, text(1), PublishOptions.PLAIN));

        awaitData(channel, List.of("1"));
    }

    @Test
    void unsubscribingAnUnknownChannelIsNoError() {
        assertThat(Outcomes.of(broker.unsubscribe(channel))).isNull();
    }

    @Test
    void manyChannelsAreKeptApart() {
        List<Future<Void>> subscribed = IntStream.range(0, MANY_CHANNELS)
                .mapToObj(i -> broker.subscribe(channel + i))
                .toList();
        subscribed.forEach(Outcomes::of);

        List<Future<?>> published = new ArrayList<>();
        for (int i = 0; i < MANY_CHANNELS; i++) {
            published.add(other.publish(channel + i, text(i), PublishOptions.PLAIN));
        }
        published.forEach(Outcomes::of);

        await().atMost(PATIENCE).until(() -> listener.channels().size() == MANY_CHANNELS);
        for (int i = 0; i < MANY_CHANNELS; i++) {
            assertThat(listener.data(channel + i)).containsExactly(String.valueOf(i));
        }
    }

    @Test
    void largeDataArrivesWhole() {
        Outcomes.of(broker.subscribe(channel));
        List<String> large = List.of("\"" + "a".repeat(70_000) + "\"", "\"" + "\u00e9".repeat(500_000) + "\"", "1");

        large.forEach(data -> Outcomes.of(other.publish(channel, plain(Payload.of(data)), PublishOptions.PLAIN)));

        awaitData(channel, large);
    }

    @Test
    void everythingButOffsetsSurvives() {
        Publication publication = new Publication(
                Payload.of("{\"price\":1.50}"),
                new ClientInfo("user", "client", Payload.of("{\"name\":\"\u00e9\"}"), Payload.of("[]")),
                0,
                Map.of("lang", "de", "empty", "", "\u00fc", "\uD83D\uDE00"),
                DataForm.PLAIN,
                "",
                "",
                1_700_000_000_123L);
        Outcomes.of(broker.subscribe(channel));

        Outcomes.of(other.publish(channel, publication, PublishOptions.PLAIN));

        await().atMost(PATIENCE).until(() -> !listener.publications(channel).isEmpty());
        assertThat(listener.publications(channel)).containsExactly(publication);
    }

    @Test
    void channelNamesSurvive() {
        List<String> names = List.of("a b", "*", "$user:1#2", "client.x", "\\", "~!@#%^&()[]{}");
        names.forEach(name -> Outcomes.of(broker.subscribe(channel + name)));

        names.forEach(name -> Outcomes.of(other.publish(channel + name, text(1), PublishOptions.PLAIN)));

        names.forEach(name -> awaitData(channel + name, List.of("1")));
    }

    @Test
    void publishingWithoutSubscribersSucceeds() {
        assertThat(Outcomes.of(other.publish(channel, text(1), PublishOptions.PLAIN)))
                .isEqualTo(PublishResult.published(Broker.NO_POSITION));
    }

    @Test
    void joinsAndLeavesArriveInOrderWithPublications() {
        ClientInfo ann = new ClientInfo("ann", "c1", Payload.of("{\"a\":1}"), Payload.EMPTY);
        ClientInfo anonymous = new ClientInfo("", "c2", Payload.EMPTY, Payload.binary(new byte[] {1, 0}));
        Outcomes.of(broker.subscribe(channel));

        List<Future<?>> told = List.of(
                other.publishJoin(channel, ann),
                other.publish(channel, text(1), KEPT),
                other.publishJoin(channel, anonymous),
                other.publishLeave(channel, ann),
                other.publishLeave(channel, anonymous));
        told.forEach(Outcomes::of);

        await().atMost(PATIENCE).until(() -> listener.messages(channel).size() == 5);
        List<ChannelMessage> seen = listener.messages(channel);
        assertThat(seen.get(0)).isEqualTo(new ChannelMessage.Joined(channel, ann));
        assertThat(seen.get(1)).isInstanceOf(ChannelMessage.Published.class);
        assertThat(seen.get(2)).isEqualTo(new ChannelMessage.Joined(channel, anonymous));
        assertThat(seen.get(3)).isEqualTo(new ChannelMessage.Left(channel, ann));
        assertThat(seen.get(4)).isEqualTo(new ChannelMessage.Left(channel, anonymous));
        assertThat(((ChannelMessage.Left) seen.get(4)).info().channelInfo().isBinary())
                .isTrue();
        assertThat(((ChannelMessage.Published) seen.get(1)).publication().offset())
                .as("joins have no place in the stream")
                .isEqualTo(1);
    }

    @Test
    void feedBringsPublicationsOfAllItsChannels() {
        String feed = channel + "*";
        Outcomes.of(broker.subscribeFeed(feed));

        Outcomes.of(other.publish(channel + ".a", text(1), options(Optional.of(LIMITS), "", true, feed)));
        Outcomes.of(other.publish(channel + ".b", text(2), options(Optional.empty(), "", false, feed)));
        Outcomes.of(other.publish(channel + ".c", text(3), options(Optional.empty(), "k", false, feed)));
        Outcomes.of(other.publish(channel + ".c", text(3), options(Optional.empty(), "k", false, feed)));
        Outcomes.of(other.publish(channel + ".d", text(4), PublishOptions.PLAIN));
        Outcomes.of(other.publish(channel + ".e", text(5), options(Optional.empty(), "", false, feed)));

        await().atMost(PATIENCE).until(() -> listener.fed(feed).size() == 4);
        List<ChannelMessage.Published> fed = feedsAreInOrderOverChannels()
                ? listener.fed(feed)
                : listener.fed(feed).stream()
                        .sorted(Comparator.comparing(ChannelMessage.Published::channel))
                        .toList();
        assertThat(fed.stream().map(ChannelMessage.Published::channel))
                .containsExactly(channel + ".a", channel + ".b", channel + ".c", channel + ".e");
        assertThat(fed.stream().map(arrived -> arrived.publication().data().toString()))
                .containsExactly("1", "2", "3", "5");
        assertThat(fed.get(0).publication().offset()).isEqualTo(1);
        assertThat(fed.get(0).delta()).isTrue();
        assertThat(listener.channels()).as("nobody subscribed to these").isEmpty();
    }

    @Test
    void feedAndChannelAreHeardAtTheSameTime() {
        Outcomes.of(broker.subscribeFeed("feed-" + channel));
        Outcomes.of(broker.subscribe(channel));

        Outcomes.of(other.publish(channel, text(1), options(Optional.of(LIMITS), "", false, "feed-" + channel)));

        awaitData(channel, List.of("1"));
        await().atMost(PATIENCE).until(() -> listener.fed("feed-" + channel).size() == 1);
        assertThat(listener.publications(channel).get(0).channel()).isEmpty();
    }

    @Test
    void feedThatIsUnsubscribedIsSilent() {
        Outcomes.of(broker.subscribeFeed("feed-" + channel));
        Outcomes.of(broker.unsubscribeFeed("feed-" + channel));
        Outcomes.of(broker.unsubscribeFeed("unknown-" + channel));
        Outcomes.of(broker.subscribeFeed("next-" + channel));

        Outcomes.of(other.publish(channel, text(1), options(Optional.empty(), "", false, "feed-" + channel)));
        Outcomes.of(other.publish(channel, text(2), options(Optional.empty(), "", false, "next-" + channel)));

        await().atMost(PATIENCE).until(() -> listener.fed("next-" + channel).size() == 1);
        assertThat(listener.fed("feed-" + channel)).isEmpty();
    }

    private static PublishOptions options(Optional<StreamLimits> stream, String key, boolean delta, String feed) {
        return new PublishOptions(stream, key, 0, "", delta, feed);
    }

    protected void awaitData(String where, List<String> data) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(listener.data(where)).isEqualTo(data));
    }

    protected static Publication text(int number) {
        return plain(Payload.of(String.valueOf(number)));
    }

    private static Publication plain(Payload data) {
        return new Publication(data, null, 0, Map.of(), DataForm.PLAIN, "", "", 0);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }
}
