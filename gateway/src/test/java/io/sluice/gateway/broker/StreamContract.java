package io.sluice.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.broker.PublishResult.Suppression;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.RecordingBrokerListener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every broker promises of streams; each implementation runs it. */
@ExtendWith(LeakWatch.class)
public abstract class StreamContract {

    private static final Duration PATIENCE = Patience.OF_TESTS;
    static final Duration META_TTL = Duration.ofHours(1);
    static final StreamLimits LIMITS = new StreamLimits(100, Duration.ofMinutes(1), META_TTL);
    private static final Duration SHORT = Duration.ofMillis(50);

    protected final Vertx vertx = Vertx.vertx();
    protected final RecordingBrokerListener listener = new RecordingBrokerListener();
    protected final String channel = "streams-" + UUID.randomUUID();

    private Broker broker;
    private Broker other;

    /** A broker that has not been started. */
    protected abstract Broker newBroker();

    /** A started broker from which publications reach {@code broker}; may be the same one if there are no others. */
    protected abstract Broker peerOf(Broker broker);

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
    void offsetsCountFromOneInOneEpoch() {
        List<StreamPosition> positions =
                IntStream.range(0, 20).mapToObj(i -> other.publish(channel, text(i), kept(LIMITS))).toList().stream()
                        .map(published -> Outcomes.of(published).position())
                        .toList();

        assertThat(positions.stream().map(StreamPosition::offset))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
        assertThat(positions.stream().map(StreamPosition::epoch).distinct()).hasSize(1);
        assertThat(positions.get(0).epoch()).matches("[A-Za-z]{8}");
    }

    @Test
    void whatIsPublishedArrivesWithItsPositionAndInOrder() {
        Outcomes.of(broker.subscribe(channel));

        List<Future<PublishResult>> published = IntStream.range(0, 500)
                .mapToObj(i -> other.publish(channel, text(i), kept(LIMITS)))
                .toList();
        String epoch = Outcomes.of(published.get(499)).position().epoch();

        await().atMost(PATIENCE).until(() -> listener.publications(channel).size() == 500);
        assertThat(listener.publications(channel).stream().map(Publication::offset))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 500).boxed().toList());
        assertThat(listener.publications(channel))
                .allMatch(arrived -> arrived.epoch().equals(epoch));
        assertThat(listener.data(channel)).isEqualTo(numbers(0, 499));
    }

    @Test
    void everythingOfAPublicationSurvivesInTheStream() {
        Publication publication = new Publication(
                Payload.of("{\"price\":1.50}"),
                new ClientInfo("user", "client", Payload.of("{\"name\":\"\u00e9\"}"), Payload.of("[]")),
                0,
                Map.of("lang", "de", "\u00fc", "\uD83D\uDE00"),
                DataForm.PLAIN,
                "",
                "",
                1_700_000_000_123L);
        Outcomes.of(broker.subscribe(channel));

        StreamPosition position =
                Outcomes.of(other.publish(channel, publication, kept(LIMITS))).position();

        Publication expected = new Publication(
                publication.data(),
                publication.info(),
                position.offset(),
                publication.tags(),
                DataForm.PLAIN,
                "",
                position.epoch(),
                publication.time());
        assertThat(all().publications()).containsExactly(expected);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(listener.publications(channel)).containsExactly(expected));
    }

    @Test
    void binaryDataStayBinary() {
        byte[] bytes = {0, 1, -1, 2};
        Publication publication = new Publication(
                Payload.binary(bytes),
                new ClientInfo("u", "c", Payload.binary(bytes), Payload.binary(bytes)),
                0,
                Map.of(),
                DataForm.PLAIN,
                "",
                "",
                0);
        Outcomes.of(broker.subscribe(channel));

        Outcomes.of(other.publish(channel, publication, kept(LIMITS)));
        Outcomes.of(other.publish(channel, text(1), kept(LIMITS)));

        await().atMost(PATIENCE).until(() -> listener.publications(channel).size() == 2);
        for (List<Publication> seen : List.of(listener.publications(channel), all().publications())) {
            assertThat(seen.get(0).data()).isEqualTo(Payload.of(bytes));
            assertThat(seen.get(0).data().isBinary()).isTrue();
            assertThat(seen.get(0).info().connectionInfo().isBinary()).isTrue();
            assertThat(seen.get(0).info().channelInfo().isBinary()).isTrue();
            assertThat(seen.get(1).data().isBinary()).isFalse();
        }
    }

    @Test
    void deltaIsCarriedWithThePublication() {
        Outcomes.of(broker.subscribe(channel));

        Outcomes.of(other.publish(channel, text(1), options(Optional.of(LIMITS), "", 0, "", true, "")));
        Outcomes.of(other.publish(channel, text(2), options(Optional.empty(), "", 0, "", true, "")));
        Outcomes.of(other.publish(channel, text(3), kept(LIMITS)));

        await().atMost(PATIENCE).until(() -> listener.messages(channel).size() == 3);
        assertThat(listener.messages(channel).stream().map(arrived -> ((ChannelMessage.Published) arrived).delta()))
                .containsExactly(true, true, false);
    }

    @Test
    void onlySoManyPublicationsAreKept() {
        publish(1, 10, kept(new StreamLimits(3, Duration.ofMinutes(1), META_TTL)));

        HistoryPage page = all();

        assertThat(data(page)).containsExactly("8", "9", "10");
        assertThat(page.top().offset()).isEqualTo(10);
    }

    @Test
    void historyIsReadByParts() {
        publish(1, 5, kept(LIMITS));

        assertThat(data(read(HistoryQuery.NO_LIMIT, -1, false))).containsExactly("1", "2", "3", "4", "5");
        assertThat(data(read(2, -1, false))).containsExactly("1", "2");
        assertThat(data(read(2, 2, false))).containsExactly("3", "4");
        assertThat(data(read(HistoryQuery.NO_LIMIT, 3, false))).containsExactly("4", "5");
        assertThat(data(read(9, 0, false))).containsExactly("1", "2", "3", "4", "5");
        assertThat(data(read(9, 5, false))).isEmpty();
        assertThat(data(read(9, Long.MAX_VALUE, false))).isEmpty();
        assertThat(data(read(0, 1, false))).isEmpty();
        assertThat(read(0, 1, false).top().offset()).isEqualTo(5);
    }

    @Test
    void historyIsReadBackwards() {
        publish(1, 5, kept(LIMITS));

        assertThat(data(read(HistoryQuery.NO_LIMIT, -1, true))).containsExactly("5", "4", "3", "2", "1");
        assertThat(data(read(2, -1, true))).containsExactly("5", "4");
        assertThat(data(read(2, 4, true))).containsExactly("3", "2");
        assertThat(data(read(9, 2, true))).containsExactly("1");
        assertThat(data(read(9, 1, true))).isEmpty();
        assertThat(data(read(9, 0, true))).isEmpty();
        assertThat(data(read(2, Long.MAX_VALUE, true))).containsExactly("5", "4");
        assertThat(read(9, 0, true).top().offset()).isEqualTo(5);
    }

    @Test
    void aPositionBeyondAllNumbersIsNoError() {
        publish(1, 2, kept(LIMITS));

        Outcomes.of(broker.history(channel, since(5, -7, false), META_TTL));
        Outcomes.of(broker.history(channel, since(5, Long.MIN_VALUE, true), META_TTL));

        assertThat(all().top().offset()).isEqualTo(2);
    }

    @Test
    void aStreamThatNobodyUsedBeginsWhenItIsReadAndIsTheSameAfterwards() {
        HistoryPage first = all();

        assertThat(first.publications()).isEmpty();
        assertThat(first.top().offset()).isZero();
        assertThat(first.top().epoch()).matches("[A-Za-z]{8}");
        assertThat(Outcomes.of(other.publish(channel, text(1), kept(LIMITS))).position())
                .isEqualTo(new StreamPosition(1, first.top().epoch()));
        assertThat(all().top()).isEqualTo(new StreamPosition(1, first.top().epoch()));
    }

    @Test
    void streamsOfTwoChannelsHaveNothingInCommon() {
        String second = "meta." + channel;
        publish(1, 3, kept(LIMITS));

        StreamPosition position =
                Outcomes.of(other.publish(second, text(9), kept(LIMITS))).position();

        assertThat(position.offset()).isEqualTo(1);
        assertThat(position.epoch()).isNotEqualTo(all().top().epoch());
        assertThat(data(all())).containsExactly("1", "2", "3");
    }

    @Test
    void publicationsExpireAndThePositionStays() {
        StreamPosition position = Outcomes.of(
                        other.publish(channel, text(1), kept(new StreamLimits(10, SHORT, META_TTL))))
                .position();

        await().atMost(PATIENCE).until(() -> all().publications().isEmpty());

        assertThat(all().top()).isEqualTo(position);
        assertThat(Outcomes.of(other.publish(channel, text(2), kept(LIMITS))).position())
                .isEqualTo(new StreamPosition(2, position.epoch()));
    }

    @Test
    void anUnusedStreamIsForgottenAndTheNextOneHasAnotherEpoch() {
        String before = Outcomes.of(other.publish(channel, text(1), kept(new StreamLimits(10, SHORT, SHORT))))
                .position()
                .epoch();

        // Each look would be a use if it were not that short.
        await().atMost(PATIENCE).pollInterval(SHORT.multipliedBy(3)).until(() -> !Outcomes.of(
                        broker.history(channel, HistoryQuery.POSITION, SHORT))
                .top()
                .epoch()
                .equals(before));

        StreamPosition position =
                Outcomes.of(other.publish(channel, text(2), kept(LIMITS))).position();
        assertThat(position.offset()).isEqualTo(1);
        assertThat(position.epoch()).isNotEqualTo(before);
        assertThat(data(all())).containsExactly("2");
    }

    @Test
    void readingAStreamKeepsItsPositionForLonger() {
        // The read is on its way before the answer is here, so that no pause of this process comes between them.
        Future<PublishResult> published =
                other.publish(channel, text(1), kept(new StreamLimits(10, SHORT, SHORT.multipliedBy(20))));
        Future<HistoryPage> read = other.history(channel, HistoryQuery.POSITION, META_TTL);
        StreamPosition position = Outcomes.of(published).position();
        assertThat(Outcomes.of(read).top()).isEqualTo(position);
        await().pollDelay(SHORT.multipliedBy(22)).atMost(PATIENCE).until(() -> true);

        assertThat(all().top()).isEqualTo(position);
    }

    @Test
    void removedHistoryLeavesThePosition() {
        publish(1, 3, kept(LIMITS));
        StreamPosition top = all().top();

        Outcomes.of(broker.removeHistory(channel));
        Outcomes.of(broker.removeHistory(channel + "-unknown"));

        assertThat(all()).isEqualTo(new HistoryPage(List.of(), top));
        assertThat(Outcomes.of(other.publish(channel, text(4), kept(LIMITS))).position())
                .isEqualTo(new StreamPosition(4, top.epoch()));
        assertThat(data(all())).containsExactly("4");
    }

    @Test
    void repeatedKeyHasTheFirstResultAndIsNotPublished() {
        Outcomes.of(broker.subscribe(channel));
        PublishOptions once = options(Optional.of(LIMITS), "key", 0, "", false, "");

        PublishResult first = Outcomes.of(other.publish(channel, text(1), once));
        PublishResult second = Outcomes.of(other.publish(channel, text(2), kept(LIMITS)));
        PublishResult repeated = Outcomes.of(other.publish(channel, text(1), once));

        assertThat(first.suppression()).isEqualTo(Suppression.NONE);
        assertThat(second.position().offset()).isEqualTo(2);
        assertThat(repeated).isEqualTo(new PublishResult(first.position(), Suppression.REPEATED));
        Outcomes.of(other.publish(channel, text(3), kept(LIMITS)));
        awaitData("1", "2", "3");
        assertThat(data(all())).containsExactly("1", "2", "3");
    }

    @Test
    void keysCountWithoutAStreamToo() {
        Outcomes.of(broker.subscribe(channel));
        PublishOptions once = options(Optional.empty(), "key", 0, "", false, "");

        assertThat(Outcomes.of(other.publish(channel, text(1), once)))
                .isEqualTo(PublishResult.published(Broker.NO_POSITION));
        assertThat(Outcomes.of(other.publish(channel, text(2), once)))
                .isEqualTo(new PublishResult(Broker.NO_POSITION, Suppression.REPEATED));

        Outcomes.of(other.publish(channel, text(3), PublishOptions.PLAIN));
        awaitData("1", "3");
        assertThat(listener.publications(channel))
                .allMatch(arrived -> arrived.offset() == 0 && arrived.epoch().isEmpty());
    }

    @Test
    void keysOfTwoChannelsAreDifferentOnes() {
        Optional<StreamLimits> stream = Optional.of(LIMITS);

        assertThat(Outcomes.of(other.publish(channel + ".a", text(1), options(stream, "b.c", 0, "", false, "")))
                        .suppression())
                .isEqualTo(Suppression.NONE);
        assertThat(Outcomes.of(other.publish(channel + ".a.b", text(1), options(stream, "c", 0, "", false, "")))
                        .suppression())
                .isEqualTo(Suppression.NONE);
    }

    @Test
    void versionsThatAreNotAboveTheLastAreSuppressed() {
        Outcomes.of(broker.subscribe(channel));

        assertThat(version(5, "").suppression()).isEqualTo(Suppression.NONE);
        PublishResult outdated = version(4, "");
        assertThat(outdated).isEqualTo(new PublishResult(all().top(), Suppression.OUTDATED));
        assertThat(outdated.position().offset()).isEqualTo(1);
        assertThat(version(5, "").suppression()).isEqualTo(Suppression.OUTDATED);
        assertThat(version(9_007_199_254_740_993L, "").suppression()).isEqualTo(Suppression.NONE);
        assertThat(version(9_007_199_254_740_992L, "").suppression()).isEqualTo(Suppression.OUTDATED);
        assertThat(version(9_007_199_254_740_994L, "").suppression()).isEqualTo(Suppression.NONE);
        assertThat(version(-1, "").suppression())
                .as("the largest unsigned number")
                .isEqualTo(Suppression.NONE);

        awaitData("5", "9007199254740993", "9007199254740994", "-1");
    }

    @Test
    void versionsOfAnotherLifeStartAnew() {
        assertThat(version(5, "a").suppression()).isEqualTo(Suppression.NONE);
        assertThat(version(5, "a").suppression()).isEqualTo(Suppression.OUTDATED);
        assertThat(version(1, "b").suppression()).isEqualTo(Suppression.NONE);
        assertThat(version(1, "").suppression())
                .as("an empty one compares with any")
                .isEqualTo(Suppression.OUTDATED);
        assertThat(version(2, "b").suppression()).isEqualTo(Suppression.NONE);
    }

    @Test
    void publicationsWithoutAVersionLeaveItAlone() {
        assertThat(version(5, "").suppression()).isEqualTo(Suppression.NONE);
        Outcomes.of(other.publish(channel, text(0), kept(LIMITS)));

        assertThat(version(5, "").suppression()).isEqualTo(Suppression.OUTDATED);
        assertThat(version(6, "").position().offset()).isEqualTo(3);
    }

    @Test
    void aReaderSeesWhatItWasToldOf() {
        for (int i = 1; i <= 50; i++) {
            Outcomes.of(other.publish(channel, text(i), kept(LIMITS)));

            HistoryPage page = read(HistoryQuery.NO_LIMIT, i - 1, false);

            assertThat(data(page)).containsExactly(String.valueOf(i));
            assertThat(page.top().offset()).isEqualTo(i);
        }
    }

    @Test
    void concurrentPublishersShareOneCount() {
        List<Future<PublishResult>> published = IntStream.range(0, 200)
                .mapToObj(i -> (i % 2 == 0 ? broker : other).publish(channel, text(i), kept(LIMITS)))
                .toList();

        assertThat(published.stream()
                        .map(each -> Outcomes.of(each).position().offset())
                        .sorted())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
    }

    void publish(int first, int last, PublishOptions options) {
        for (int i = first; i <= last; i++) {
            Outcomes.of(other.publish(channel, text(i), options));
        }
    }

    private PublishResult version(long version, String epoch) {
        Publication document = text(version);
        return Outcomes.of(
                other.publish(channel, document, options(Optional.of(LIMITS), "", version, epoch, false, "")));
    }

    protected HistoryPage all() {
        return read(HistoryQuery.NO_LIMIT, -1, false);
    }

    /** Reads behind an offset, or from the end where it is -1. */
    private HistoryPage read(int limit, long offset, boolean reverse) {
        HistoryQuery query =
                offset < 0 ? new HistoryQuery(limit, Optional.empty(), reverse) : since(limit, offset, reverse);
        return Outcomes.of(broker.history(channel, query, META_TTL));
    }

    private static HistoryQuery since(int limit, long offset, boolean reverse) {
        return new HistoryQuery(limit, Optional.of(new StreamPosition(offset, "whichever")), reverse);
    }

    private void awaitData(String... data) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(listener.data(channel)).containsExactly(data));
    }

    static List<String> data(HistoryPage page) {
        return page.publications().stream()
                .map(publication -> publication.data().toString())
                .toList();
    }

    static PublishOptions kept(StreamLimits limits) {
        return options(Optional.of(limits), "", 0, "", false, "");
    }

    private static PublishOptions options(
            Optional<StreamLimits> stream, String key, long version, String versionEpoch, boolean delta, String feed) {
        return new PublishOptions(stream, key, version, versionEpoch, delta, feed);
    }

    private static Publication text(long number) {
        return text(number, 0);
    }

    static Publication text(long number, long time) {
        return new Publication(Payload.of(String.valueOf(number)), null, 0, Map.of(), DataForm.PLAIN, "", "", time);
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(String::valueOf).toList();
    }
}
