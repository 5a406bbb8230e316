package io.sluice.gateway.session;

import static io.sluice.gateway.fakes.FakeBroker.EPOCH;
import static io.sluice.gateway.session.TestClient.subscribing;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.fakes.FakeBroker;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may have a position, and where it begins; what {@link RecoveryTest} does not show. */
class PositionedSubscriptionTest {

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "may:1  |                                       | {}",
                "may:1  | ,'positioned':true                     | {'epoch':'fakeLife','positioned':true}",
                "may:1  | ,'recoverable':true                    | {'recoverable':true,'epoch':'fakeLife','positioned':true}",
                "kept:1 | ,'positioned':true,'recoverable':true  | {}",
                "past:1 |                                        | {'recoverable':true,'epoch':'fakeLife','positioned':true}",
                "delta:1|                                        | {'epoch':'fakeLife','positioned':true}"
            })
    void positionsAreForcedOrAllowedOrSilentlyNotGranted(String channel, String wishes, String result) {
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{'channel':'" + channel + "'" + (wishes == null ? "" : wishes) + "}}");
        ann.hears("{'id':2,'subscribe':" + result + "}");
        node.broker().takeCalls();
    }

    @ParameterizedTest
    @CsvSource({
        "5, fakeLife, true", // Nothing was missed.
        "5, '', true", // Any life.
        "4, '', false", // What is missing is not kept.
        "6, fakeLife, false", // From the future.
        "9223372036854775807, fakeLife, false",
        "0, fakeLife, false",
        "5, other, false"
    })
    void theClientIsBelievedOnlyWhatTheStreamBearsOut(String offset, String epoch, boolean recovered) {
        node.broker().history("past:1", page(5, 0));
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{'channel':'past:1','recover':true,'offset':" + offset + ",'epoch':'" + epoch
                + "'}}");
        ann.hears("{'id':2,'subscribe':{'recoverable':true,'epoch':'fakeLife'," + (recovered ? "'recovered':true," : "")
                + "'offset':5,'positioned':true,'was_recovering':true}}");
        node.broker().deliver("past:1", 6, EPOCH, "6");
        ann.hears("{'push':{'channel':'past:1','pub':{'data':6,'offset':6}}}");
        node.broker().takeCalls();
    }

    @Test
    void moreThanMayBeRecoveredIsNot() {
        node.broker()
                .history(
                        "past:1",
                        new HistoryPage(page(10, 10).publications().subList(0, 5), new StreamPosition(10, EPOCH)));
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{'channel':'past:1','recover':true,'epoch':'fakeLife'}}");
        ann.hears("{'id':2,'subscribe':{'recoverable':true,'epoch':'fakeLife','offset':10,'positioned':true,"
                + "'was_recovering':true}}");
        node.broker().takeCalls();
    }

    @Test
    void theFirstPublicationOfAStreamTellsItsEpoch() {
        TestClient ann = node.connected();
        ann.send(subscribing(2, "past:1"));
        node.broker().deliver("past:1", 1, EPOCH, "1");
        node.broker().deliver("past:1", 2, EPOCH, "2");
        ann.hears(
                "{'id':2,'subscribe':{'recoverable':true,'epoch':'fakeLife','positioned':true}}",
                "{'push':{'channel':'past:1','pub':{'data':1,'offset':1,'epoch':'fakeLife'}}}",
                "{'push':{'channel':'past:1','pub':{'data':2,'offset':2}}}");
        node.broker().takeCalls();
    }

    @Test
    void aGapInWhatCameMeanwhileDisconnects() {
        node.broker().hold();
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{'channel':'past:1','recover':true,'offset':3,'epoch':'fakeLife','flag':2}}");
        node.broker().confirm("past:1");
        node.loop().settle();
        node.broker().deliver("past:1", 7, EPOCH, "7");
        node.loop().settle();
        node.broker().giveHistory("past:1", page(5, 2));
        ann.expectClosed(3010, "insufficient state");
        node.broker().takeCalls();
    }

    @Test
    void moreThanCanBeCollectedMeanwhileDisconnects() {
        node.broker().hold();
        TestClient ann = node.connected();
        ann.send(subscribing(2, "past:1"));
        node.broker().confirm("past:1");
        node.loop().settle();
        for (int offset = 1; offset <= 4097; offset++) {
            node.broker().deliver("past:1", offset, EPOCH, "1");
        }
        node.loop().settle();
        node.broker().giveHistory("past:1", page(4097, 0));
        ann.expectClosed(3010, "insufficient state");
        node.broker().takeCalls();
    }

    @Test
    void aStreamThatCannotBeReadIsATemporaryErrorAndALaterTryWorks() {
        node.broker().hold();
        TestClient ann = node.connected();
        ann.send(subscribing(2, "past:1"));
        node.broker().confirm("past:1");
        node.loop().settle();
        node.broker().refuseHistory("past:1");
        ann.expect(TestClient.temporaryError(2));
        assertThat(node.counters().subscriptions.get()).isZero();
        ann.send(subscribing(3, "past:1"));
        node.broker().giveHistory("past:1", page(5, 0));
        ann.hears("{'id':3,'subscribe':{'recoverable':true,'epoch':'fakeLife','offset':5,'positioned':true}}");
        node.broker().takeCalls();
    }

    @Test
    void aCacheGivesTheNewestPublicationToWhoeverComesBack() {
        node.broker().history("cache:1", page(7, 1));
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{'channel':'cache:1','recover':true,'offset':3,'epoch':'other'}}");
        ann.hears("{'id':2,'subscribe':{'recoverable':true,'epoch':'fakeLife','publications':[{'data':7,'offset':7}],"
                + "'recovered':true,'offset':3,'positioned':true,'was_recovering':true}}");
        node.broker().assertCalls("subscribe cache:1", "history cache:1 1");
        node.broker().deliver("cache:1", 8, EPOCH, "8");
        ann.hears("{'push':{'channel':'cache:1','pub':{'data':8,'offset':8}}}");
    }

    @Test
    void whoHasTheNewestIsGivenNothing() {
        node.broker().history("cache:1", page(7, 1));
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{'channel':'cache:1','recover':true,'offset':7,'epoch':'fakeLife'}}");
        ann.hears("{'id':2,'subscribe':{'recoverable':true,'epoch':'fakeLife','recovered':true,'offset':7,"
                + "'positioned':true,'was_recovering':true}}");
        node.broker().takeCalls();
    }

    @Test
    void anEmptyCacheRecoversNothingWhichIsRefusedToWhoWantsThat() {
        node.broker().history("cache:1", page(7, 0));
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{'channel':'cache:1','recover':true,'flag':2}}");
        ann.hears("{'id':2,'error':{'code':112,'message':'unrecoverable position'}}");
        ann.say("{'id':3,'subscribe':{'channel':'cache:1','recover':true}}");
        ann.hears(
                "{'id':3,'subscribe':{'recoverable':true,'epoch':'fakeLife','offset':7,'positioned':true,'was_recovering':true}}");
        node.broker().takeCalls();
    }

    @Test
    void someCachesGiveTheNewestWithoutBeingAsked() {
        node.broker().history("auto:1", page(7, 1));
        TestClient ann = node.connected();
        ann.send(subscribing(2, "auto:1"));
        assertThat(ann.connection().takeEvents())
                .singleElement()
                .asString()
                .contains("\"publications\":[{\"data\":7,\"offset\":7}]", "\"recovered\":true");
        node.broker().takeCalls();
    }

    @Test
    void nobodyIsRefusedForWhatItDidNotAsk() {
        node.broker().history("auto:1", page(0, 0));
        TestClient ann = node.connected();
        ann.say("{'id':2,'subscribe':{'channel':'auto:1','flag':2}}");
        assertThat(ann.connection().takeEvents()).singleElement().asString().contains("\"subscribe\":");
        node.broker().takeCalls();
    }

    private static HistoryPage page(int top, int count) {
        List<Publication> publications = IntStream.rangeClosed(top - count + 1, top)
                .mapToObj(offset -> FakeBroker.publication(offset, EPOCH, String.valueOf(offset)))
                .toList();
        return new HistoryPage(publications, new StreamPosition(top, EPOCH));
    }
}
