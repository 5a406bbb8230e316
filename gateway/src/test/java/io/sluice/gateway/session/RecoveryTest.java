package io.sluice.gateway.session;

import static io.sluice.gateway.fakes.FakeBroker.EPOCH;
import static io.sluice.gateway.session.TestClient.subscribing;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.fakes.FakeBroker;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Subscriptions with positions: nothing is missed without the client being told. */
class RecoveryTest {

    private static final String INSUFFICIENT =
            "{\"push\":{\"channel\":\"past:1\",\"unsubscribe\":{\"code\":2500,\"reason\":\"insufficient state\"}}}";

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void whoSubscribesLearnsWhereTheStreamIs() {
        node.broker().history("past:1", page(3, 0));
        TestClient client = node.connected();
        client.send(subscribing(2, "past:1"));
        client.expect(
                "{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"fakeLife\",\"offset\":3,\"positioned\":true}}");
        node.broker().assertCalls("subscribe past:1", "history past:1 0");

        node.broker().deliver("past:1", 4, EPOCH, "4");
        client.expect(pushed(4));
    }

    @Test
    void whoComesBackGetsWhatItMissedAndKeepsItsOwnOffset() {
        node.broker().history("past:1", page(5, 2));
        TestClient client = node.connected();
        client.send(recovering(2, 3));
        client.expect("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"fakeLife\",\"publications\":["
                + "{\"data\":4,\"offset\":4},{\"data\":5,\"offset\":5}],\"recovered\":true,\"offset\":3,\"positioned\":true,"
                + "\"was_recovering\":true}}");
        node.broker().assertCalls("subscribe past:1", "history past:1 300");
    }

    @Test
    void whatComesLiveWhileThePastIsReadIsNeitherLostNorDoubled() {
        node.broker().hold();
        TestClient client = node.connected();
        client.send(recovering(2, 3));
        node.broker().confirm("past:1");
        node.loop().settle();
        node.broker().deliver("past:1", 5, EPOCH, "5");
        node.broker().deliver("past:1", 6, EPOCH, "6");
        node.loop().settle();
        client.expect();

        node.broker().giveHistory("past:1", page(5, 2));
        client.expect("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"fakeLife\",\"publications\":["
                + "{\"data\":4,\"offset\":4},{\"data\":5,\"offset\":5},{\"data\":6,\"offset\":6}],\"recovered\":true,\"offset\":3,"
                + "\"positioned\":true,\"was_recovering\":true}}");
        node.broker().assertCalls("subscribe past:1", "history past:1 300");
        node.broker().deliver("past:1", 7, EPOCH, "7");
        client.expect(pushed(7));
    }

    @Test
    void thoseWhoMissedTheSameShareAReadThatHoldsWhatCameBeforeTheyAsked() {
        node.broker().hold();
        TestClient first = node.connected();
        TestClient second = node.connected();
        TestClient third = node.connected();
        first.send(recovering(2, 3));
        node.broker().confirm("past:1");
        node.loop().settle();
        // Published after the first one's read, and delivered before the others asked.
        node.broker().deliver("past:1", 6, EPOCH, "6");
        second.send(recovering(2, 3));
        third.send(recovering(2, 3));
        node.broker().assertCalls("subscribe past:1", "history past:1 300");

        String recovered = "{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"fakeLife\",\"publications\":["
                + "{\"data\":4,\"offset\":4},{\"data\":5,\"offset\":5},{\"data\":6,\"offset\":6}],\"recovered\":true,\"offset\":3,"
                + "\"positioned\":true,\"was_recovering\":true}}";
        node.broker().giveHistory("past:1", page(5, 2));
        first.expect(recovered);
        second.expect();
        node.broker().assertCalls("history past:1 300");
        node.broker().giveHistory("past:1", page(6, 3));
        second.expect(recovered);
        third.expect(recovered);
        node.broker().deliver("past:1", 7, EPOCH, "7");
        List.of(first, second, third).forEach(client -> client.expect(pushed(7)));
    }

    @Test
    void aGapInWhatComesLiveEndsTheSubscription() {
        TestClient client = subscribed(3);
        node.broker().deliver("past:1", 5, EPOCH, "5");
        client.expect(INSUFFICIENT);
        assertThat(node.counters().insufficient.get()).isEqualTo(1);
        assertThat(node.counters().subscriptions.get()).isZero();
    }

    @Test
    void aStreamThatBeganAnewEndsTheSubscription() {
        TestClient client = subscribed(3);
        node.broker().deliver("past:1", 4, "otherLife", "4");
        client.expect(INSUFFICIENT);
    }

    @Test
    void aStreamThatWentBackEndsTheSubscriptionThoughItsEpochIsTheSame() {
        TestClient client = subscribed(3);
        node.broker().deliver("past:1", 4, EPOCH, "4");
        client.expect(pushed(4));
        node.broker().deliver("past:1", 3, EPOCH, "3");
        client.expect(INSUFFICIENT);
        node.broker().assertCalls("check past:1");
    }

    @Test
    void aLostLastPublicationIsFoundByLookingAtTheStream() {
        TestClient client = subscribed(3);
        node.broker().history("past:1", page(4, 0));
        node.pass(Duration.ofSeconds(45));
        client.expect(INSUFFICIENT);
        assertThat(node.broker().takeCalls()).contains("check past:1");
    }

    @Test
    void aPublicationThatIsOnItsWayWhileTheStreamIsLookedAtIsNotTakenForLost() {
        node.broker().history("past:1", page(3, 0));
        TestClient client = subscribed(3);
        node.broker().history("past:1", page(4, 0));
        while (node.broker().takeCalls().isEmpty()) {
            node.pass(Duration.ofMillis(500));
        }
        node.broker().deliver("past:1", 4, EPOCH, "4");
        client.expect(pushed(4));
        node.pass(Duration.ofSeconds(3));
        client.expect();
        node.broker().takeCalls();
    }

    @Test
    void whoCannotRecoverIsToldWhereTheStreamIsOrRefusedIfItWantsThat() {
        node.broker().history("past:1", new HistoryPage(List.of(), new StreamPosition(9, "otherLife")));
        TestClient client = node.connected();
        client.send(recovering(2, 3));
        client.expect(
                "{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"otherLife\",\"offset\":9,\"positioned\":true,"
                        + "\"was_recovering\":true}}");
        TestClient strict = node.connected();
        strict.send(
                "{\"id\":2,\"subscribe\":{\"channel\":\"past:1\",\"recover\":true,\"offset\":3,\"epoch\":\"fakeLife\",\"flag\":2}}");
        strict.expect("{\"id\":2,\"error\":{\"code\":112,\"message\":\"unrecoverable position\"}}");
        node.broker().takeCalls();
    }

    @Test
    void aClientThatLeavesWhileThePastIsReadLeavesNothingBehind() {
        node.broker().hold();
        TestClient client = node.connected();
        client.send(recovering(2, 3));
        node.broker().confirm("past:1");
        node.loop().settle();
        client.leave();
        node.broker().giveHistory("past:1", page(5, 2));
        node.loop().settle();
        assertThat(node.counters().subscriptions.get()).isZero();
        node.broker().assertCalls("subscribe past:1", "history past:1 300");
    }

    private TestClient subscribed(int offset) {
        node.broker().history("past:1", page(offset, 0));
        TestClient client = node.connected();
        client.send(subscribing(2, "past:1"));
        client.expect("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"fakeLife\",\"offset\":" + offset
                + ",\"positioned\":true}}");
        node.broker().assertCalls("subscribe past:1", "history past:1 0");
        return client;
    }

    private static String recovering(int id, int offset) {
        return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"past:1\",\"recover\":true,\"offset\":" + offset
                + ",\"epoch\":\"fakeLife\"}}";
    }

    /** A stream whose top is {@code top}, with its last {@code count} publications. */
    private static HistoryPage page(int top, int count) {
        List<Publication> publications = IntStream.rangeClosed(top - count + 1, top)
                .mapToObj(offset -> FakeBroker.publication(offset, EPOCH, String.valueOf(offset)))
                .toList();
        return new HistoryPage(publications, new StreamPosition(top, EPOCH));
    }

    private static String pushed(int offset) {
        return "{\"push\":{\"channel\":\"past:1\",\"pub\":{\"data\":" + offset + ",\"offset\":" + offset + "}}}";
    }
}
