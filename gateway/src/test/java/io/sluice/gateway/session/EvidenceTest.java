package io.sluice.gateway.session;

import static io.sluice.gateway.fakes.FakeBroker.EPOCH;
import static io.sluice.gateway.fakes.FakeBroker.NEXT_EPOCH;
import static io.sluice.gateway.session.TestClient.subscribing;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.StreamSight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a node shows its broker to find out whether a stream went back: what came from the broker, and nothing else. */
class EvidenceTest {

    /** Longer than from one look at a stream to what comes of it. */
    private static final Duration ONE_LOOK = Duration.ofSeconds(45);

    private static final String INSUFFICIENT =
            "{'push':{'channel':'past:1','unsubscribe':{'code':2500,'reason':'insufficient state'}}}";

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void aLookShowsWhatWasDelivered() {
        TestClient client = subscribedAt(3);
        deliver(client, 4, 5);
        streamIsAt(5, EPOCH);
        node.pass(ONE_LOOK);
        assertShown(sight(5, 5));
        client.expect();
    }

    @Test
    void withoutADeliveryALookShowsWhereTheStreamWasRead() {
        TestClient client = subscribedAt(3);
        node.pass(ONE_LOOK);
        assertShown(sight(3, 0));
        client.expect();
    }

    @Test
    void anOffsetThatIsGivenAgainIsAskedAboutAtOnceWithWhatWasThereBefore() {
        TestClient client = subscribedAt(3);
        deliver(client, 4, 5, 6);
        streamIsAt(4, EPOCH);
        deliver(4);
        assertShown(sight(6, 6));
        client.hears(INSUFFICIENT);
        assertThat(epochOf(node.connected())).isEqualTo(NEXT_EPOCH);
    }

    @Test
    void aGapIsAskedAboutAtOnceWithWhatWasThereBefore() {
        TestClient client = subscribedAt(3);
        deliver(client, 4);
        streamIsAt(9, EPOCH);
        deliver(9);
        assertShown(sight(4, 4));
        client.hears(INSUFFICIENT);
    }

    @Test
    void aGapDoesNotEndThoseWhomItDoesNotConcernThoughTheyAreLate() {
        TestClient client = subscribedAt(3);
        TestClient late = subscribedAt(9);
        deliver(client, 4, 5);
        streamIsAt(12, EPOCH);
        deliver(9);
        client.hears(INSUFFICIENT);
        assertShown(sight(9, 5));
        node.pass(Duration.ofSeconds(4));
        deliver(late, 10, 11, 12);
    }

    @Test
    void aChannelFullOfGapsIsAskedAboutOnceASecond() {
        TestClient client = subscribedAt(100);
        deliver(4);
        deliver(6);
        deliver(8);
        deliver(10);
        assertThat(node.broker().sights()).containsExactly(sight(100, 4));
        node.pass(Duration.ofMillis(1500));
        deliver(12);
        assertShown(sight(100, 4), sight(100, 6));
        node.pass(Duration.ofMillis(1000));
        assertShown(sight(100, 4), sight(100, 6), sight(100, 8));
        node.pass(Duration.ofMillis(1000));
        assertShown(sight(100, 4), sight(100, 6), sight(100, 8), sight(100, 10));
        node.pass(Duration.ofSeconds(2));
        node.broker().assertNothingMore();
        client.expect();
    }

    @Test
    void whoWaitsForAPageOfTheFormerEpochIsToldToo() {
        TestClient client = subscribedAt(3);
        deliver(client, 4, 5, 6);
        node.broker().hold();
        TestClient waiting = node.connected();
        waiting.send(subscribing(2, "past:1"));
        node.broker().release();
        streamIsAt(4, EPOCH);
        deliver(4);
        client.hears(INSUFFICIENT);
        waiting.expect();
        node.broker().giveHistory("past:1", new HistoryPage(List.of(), new StreamPosition(6, EPOCH)));
        waiting.hears("{'id':2,'subscribe':{'recoverable':true,'epoch':'fakeLife','offset':6,'positioned':true}}");
        node.pass(Duration.ofSeconds(3));
        waiting.hears(INSUFFICIENT);
        node.broker().takeCalls();
    }

    @Test
    void whatFollowsWithoutAGapIsNotAskedAbout() {
        TestClient client = subscribedAt(3);
        deliver(client, 4, 5, 6, 7);
        streamIsAt(7, EPOCH);
        node.broker().assertCalls();
        assertShown();
    }

    @Test
    void anotherEpochIsNotAskedAbout() {
        TestClient client = subscribedAt(3);
        deliver(client, 4);
        node.broker().deliver("past:1", publication(1, NEXT_EPOCH), false);
        client.hears(INSUFFICIENT);
        assertShown();
    }

    @Test
    void whatAClientClaimsIsNeverShown() {
        streamIsAt(3, EPOCH);
        TestClient honest = subscribedAt(3);
        TestClient liar = node.connected();
        for (String claimed : List.of("4", "999999", "9223372036854775807")) {
            liar.say("{'id':2,'subscribe':{'channel':'past:1','recover':true,'offset':" + claimed + ",'epoch':'" + EPOCH
                    + "'}}");
            liar.hears("{'id':2,'subscribe':{'recoverable':true,'epoch':'fakeLife','offset':3,'positioned':true,"
                    + "'was_recovering':true}}");
            node.pass(ONE_LOOK);
            node.broker().restore();
            node.pass(ONE_LOOK);
            liar.say("{'id':3,'unsubscribe':{'channel':'past:1'}}");
            liar.hears("{'id':3,'unsubscribe':{}}");
        }
        assertThat(node.broker().sights()).isNotEmpty().containsOnly(sight(3, 0));
        assertThat(epochOf(node.connected())).isEqualTo(EPOCH);
        honest.expect();
        node.broker().takeCalls();
    }

    @Test
    void aSuspicionWaitsForABrokerThatDoesNotAnswer() {
        TestClient client = subscribedAt(3);
        TestClient other = subscribedAt(3);
        deliver(client, 4, 5, 6);
        other.connection().takeEvents();
        node.broker().down(true);
        deliver(5);
        client.hears(INSUFFICIENT);
        other.hears(INSUFFICIENT);
        node.broker().down(false);
        streamIsAt(8, EPOCH);
        subscribedAt(8);
        node.broker().restore();
        node.pass(ONE_LOOK);
        assertThat(node.broker().sights()).startsWith(sight(6, 6), sight(6, 6));
        node.broker().takeCalls();
    }

    @Test
    void aSuspicionIsShownBesideWhatTheBrokerHasNotAnsweredYet() {
        TestClient client = subscribedAt(3);
        deliver(client, 4, 5);
        node.broker().down(true);
        node.pass(ONE_LOOK);
        node.broker().down(false);
        int before = node.broker().sights().size();
        deliver(client, 6);
        streamIsAt(9, EPOCH);
        deliver(9);
        assertThat(node.broker().sights().stream().skip(before)).containsExactly(sight(6, 6), sight(5, 5));
        client.hears(INSUFFICIENT);
        node.broker().takeCalls();
    }

    @Test
    void whatWasHadBeforeAnOutageIsShownThoughThingsGoOnAsIfNothingHadHappened() {
        TestClient client = subscribedAt(3);
        deliver(client, 4, 5);
        node.broker().restore();
        node.loop().settle();
        deliver(client, 6, 7);
        streamIsAt(7, EPOCH);
        node.pass(Duration.ofSeconds(3));
        assertShown(sight(5, 5));
        client.expect();
        node.pass(ONE_LOOK);
        assertThat(node.broker().sights()).last().isEqualTo(sight(7, 7));
        node.broker().takeCalls();
    }

    @Test
    void whatWasHadIsShownAfterAnOutageThoughNobodyIsSubscribedAnyMore() {
        TestClient client = subscribedAt(3);
        deliver(client, 4, 5);
        client.say("{'id':3,'unsubscribe':{'channel':'past:1'}}");
        client.hears("{'id':3,'unsubscribe':{}}");
        node.pass(ONE_LOOK);
        assertShown();
        streamIsAt(4, EPOCH);

        node.broker().restore();
        node.pass(Duration.ofSeconds(3));

        assertThat(node.broker().sights()).startsWith(sight(5, 5));
        assertThat(epochOf(node.connected())).isEqualTo(NEXT_EPOCH);
        node.pass(ONE_LOOK);
        node.broker().takeCalls();
    }

    @Test
    void whatAShortVisitHadIsRememberedInPlaceOfWhatWasHadBefore() {
        leave(deliver(subscribedAt(3), 4, 5));
        leave(deliver(subscribedAt(5), 6, 7));
        node.broker().restore();
        node.pass(Duration.ofSeconds(3));
        assertThat(node.broker().sights()).containsOnly(sight(7, 7));
        node.broker().takeCalls();
    }

    @Test
    void whatWasHadBeforeAnOutageIsRememberedThoughAVisitHadMore() {
        leave(deliver(subscribedAt(3), 4, 5));
        TestClient client = subscribedAt(5);
        node.broker().down(true);
        node.broker().restore();
        node.pass(Duration.ofSeconds(4));
        node.broker().down(false);
        leave(deliver(client, 6, 7));
        node.pass(Duration.ofSeconds(6));
        assertThat(node.broker().sights()).hasSizeGreaterThan(1).containsOnly(sight(5, 5));
        node.broker().takeCalls();
    }

    private void leave(TestClient client) {
        client.say("{'id':3,'unsubscribe':{'channel':'past:1'}}");
        client.hears("{'id':3,'unsubscribe':{}}");
    }

    private TestClient subscribedAt(int offset) {
        streamIsAt(offset, EPOCH);
        TestClient client = node.connected();
        client.send(subscribing(2, "past:1"));
        client.hears("{'id':2,'subscribe':{'recoverable':true,'epoch':'fakeLife','offset':" + offset
                + ",'positioned':true}}");
        node.broker().takeCalls();
        return client;
    }

    private String epochOf(TestClient client) {
        client.send(subscribing(2, "past:1"));
        node.broker().takeCalls();
        String answer = client.connection().takeEvents().toString();
        return answer.contains(NEXT_EPOCH) ? NEXT_EPOCH : answer.contains(EPOCH) ? EPOCH : answer;
    }

    private TestClient deliver(TestClient client, int... offsets) {
        for (int offset : offsets) {
            deliver(offset);
        }
        assertThat(client.connection().takeEvents()).hasSize(offsets.length);
        return client;
    }

    private void deliver(int offset) {
        node.broker().deliver("past:1", publication(offset, EPOCH), false);
        node.loop().settle();
    }

    private void assertShown(StreamSight... sights) {
        assertThat(node.broker().sights()).containsExactly(sights);
        node.broker().takeCalls();
    }

    private void streamIsAt(int offset, String epoch) {
        node.broker().history("past:1", new HistoryPage(List.of(), new StreamPosition(offset, epoch)));
    }

    private static StreamSight sight(long reached, long heard) {
        return new StreamSight(new StreamPosition(reached, EPOCH), heard, heard == 0 ? 0 : timeOf(heard));
    }

    private static long timeOf(long offset) {
        return 1000 + offset;
    }

    private static Publication publication(long offset, String epoch) {
        return new Publication(Payload.of("1"), null, offset, Map.of(), DataForm.PLAIN, "", epoch, timeOf(offset));
    }
}
