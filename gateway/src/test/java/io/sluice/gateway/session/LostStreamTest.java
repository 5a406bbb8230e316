package io.sluice.gateway.session;

import static io.sluice.gateway.fakes.FakeBroker.EPOCH;
import static io.sluice.gateway.session.TestClient.subscribing;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.ChannelMessage;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.fakes.FakeBroker;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is lost without a sign: by a stream that goes back and keeps its epoch, as when Redis is started again from a copy, and by a
 * loop that has no room.
 */
class LostStreamTest {

    /** Longer than from one look at a stream to what comes of it. */
    private static final Duration ONE_LOOK = Duration.ofSeconds(45);

    /** Time for the first look after an outage, less than until a look that is due anyway. */
    private static final Duration SOON = Duration.ofSeconds(4);

    /** What is too much is dropped and counted. */
    private static final int MORE_THAN_A_LOOP_QUEUES = 65_537;

    private static final String INSUFFICIENT =
            "{\"push\":{\"channel\":\"past:1\",\"unsubscribe\":{\"code\":2500,\"reason\":\"insufficient state\"}}}";

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void aStreamThatWentBackIsFoundByTheFirstLookThoughNothingHasFlowedYet() {
        TestClient client = subscribedAt(3);
        streamIsAt(1);
        node.pass(ONE_LOOK);
        client.expect(INSUFFICIENT);
        node.broker().takeCalls();
    }

    @Test
    void aStreamThatWentBackIsFoundByAnOffsetThatIsGivenAgainThoughNothingHasFlowedYet() {
        TestClient client = subscribedAt(3);
        node.pass(ONE_LOOK);
        node.broker().deliver("past:1", 3, EPOCH, "\"another\"");
        client.expect(INSUFFICIENT);
        node.broker().takeCalls();
    }

    @Test
    void aStreamThatWentBackInAnOutageIsFoundSoonByClientsThatAreAheadOfIt() {
        TestClient client = subscribedAt(3);
        for (int offset = 4; offset <= 9; offset++) {
            node.broker().deliver("past:1", offset, EPOCH, "1");
            client.expect("{\"push\":{\"channel\":\"past:1\",\"pub\":{\"data\":1,\"offset\":" + offset + "}}}");
        }
        streamIsAt(5);
        node.broker().restore();
        node.pass(SOON);
        client.expect(INSUFFICIENT);
        node.broker().takeCalls();
    }

    @Test
    void aStreamIsNotTakenForGoneBackByALookThatBeganBeforeTheSubscription() {
        TestClient early = subscribedAt(3);
        while (node.broker().takeCalls().isEmpty()) {
            node.pass(Duration.ofMillis(500));
        }
        node.broker().deliver("past:1", 4, EPOCH, "4");
        early.expect("{\"push\":{\"channel\":\"past:1\",\"pub\":{\"data\":4,\"offset\":4}}}");
        TestClient late = subscribedAt(4);
        node.pass(Duration.ofSeconds(3));
        early.expect();
        late.expect();
        node.broker().takeCalls();
    }

    @Test
    void publicationsThatTheLoopHadNoRoomForAreMissedByTheNextOne() {
        TestClient client = subscribedAt(3);
        overrunTheLoop();
        node.broker().deliver("past:1", 4 + MORE_THAN_A_LOOP_QUEUES, EPOCH, "\"next\"");
        client.expect(INSUFFICIENT);
    }

    @Test
    void publicationsThatTheLoopHadNoRoomForAreFoundByALookIfNoneFollows() {
        TestClient client = subscribedAt(3);
        overrunTheLoop();
        streamIsAt(3 + MORE_THAN_A_LOOP_QUEUES);
        node.pass(ONE_LOOK);
        client.expect(INSUFFICIENT);
        node.broker().takeCalls();
    }

    private void overrunTheLoop() {
        node.broker()
                .deliver(IntStream.rangeClosed(4, 3 + MORE_THAN_A_LOOP_QUEUES)
                        .mapToObj(offset -> new ChannelMessage.Published(
                                "past:1", FakeBroker.publication(offset, EPOCH, "1"), false, 0))
                        .toArray(ChannelMessage[]::new));
    }

    private TestClient subscribedAt(int offset) {
        streamIsAt(offset);
        TestClient client = node.connected();
        client.send(subscribing(2, "past:1"));
        client.expect("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"fakeLife\",\"offset\":" + offset
                + ",\"positioned\":true}}");
        node.broker().takeCalls();
        return client;
    }

    private void streamIsAt(int offset) {
        node.broker().history("past:1", new HistoryPage(List.of(), new StreamPosition(offset, EPOCH)));
    }
}
