package io.sluice.gateway.session;

import static io.sluice.gateway.fakes.FakeBroker.EPOCH;
import static io.sluice.gateway.session.TestClient.subscribing;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Losses that no later publication shows. */
class PositionCheckTest {

    private static final String INSUFFICIENT =
            "{'push':{'channel':'past:1','unsubscribe':{'code':2500,'reason':'insufficient state'}}}";

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void oneReadServesAllSubscribersOfAChannel() {
        TestClient ann = subscribed();
        TestClient bob = subscribed();
        node.pass(ofSeconds(45));
        node.broker().assertCalls("check past:1");
        ann.expect();
        bob.expect();
    }

    @Test
    void allWhoHaveMissedSomethingAreTold() {
        TestClient ann = subscribed();
        TestClient bob = subscribed();
        stream(1, EPOCH);
        node.pass(ofSeconds(45));
        ann.hears(INSUFFICIENT);
        bob.hears(INSUFFICIENT);
        node.broker().takeCalls();
    }

    @Test
    void aStreamThatBeganAnewIsFoundThoughItIsEmpty() {
        TestClient ann = subscribed();
        stream(0, "otherLife");
        node.pass(ofSeconds(45));
        ann.hears(INSUFFICIENT);
        node.broker().takeCalls();
    }

    @Test
    void aBrokerThatCannotBeAskedTellsNothingAndIsAskedAgain() {
        TestClient ann = subscribed();
        stream(1, EPOCH);
        node.broker().down(true);
        node.pass(ofSeconds(45));
        ann.expect();
        node.broker().down(false);
        node.pass(ofSeconds(45));
        ann.hears(INSUFFICIENT);
        node.broker().takeCalls();
    }

    @Test
    void afterAnOutageNobodyWaitsForTheNextRound() {
        TestClient ann = subscribed();
        stream(1, EPOCH);
        node.broker().restore();
        node.pass(ofSeconds(6));
        ann.hears(INSUFFICIENT);
        node.broker().takeCalls();
    }

    @Test
    void whereNobodyIsLeftNothingIsRead() {
        TestClient ann = subscribed();
        ann.say("{'id':3,'unsubscribe':{'channel':'past:1'}}");
        ann.hears("{'id':3,'unsubscribe':{}}");
        node.pass(ofSeconds(100));
        assertThat(node.broker().takeCalls()).containsExactly("unsubscribe past:1");
    }

    @Test
    void channelsWithoutPositionsAreNotRead() {
        node.connected().subscribe("news").subscribe("kept:1");
        node.broker().takeCalls();
        node.pass(ofSeconds(100));
        node.broker().assertCalls();
    }

    private TestClient subscribed() {
        TestClient client = node.connected();
        client.send(subscribing(2, "past:1"));
        client.hears("{'id':2,'subscribe':{'recoverable':true,'epoch':'fakeLife','positioned':true}}");
        node.broker().takeCalls();
        return client;
    }

    private void stream(long top, String epoch) {
        node.broker().history("past:1", new HistoryPage(List.of(), new StreamPosition(top, epoch)));
    }
}
