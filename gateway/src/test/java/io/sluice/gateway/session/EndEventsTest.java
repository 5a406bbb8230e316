package io.sluice.gateway.session;

import static io.sluice.gateway.session.TestClient.subscribing;

import io.sluice.common.protocol.Disconnect;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.Verdict;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Back ends are told once of each end, and why. */
class EndEventsTest {

    @RegisterExtension
    final TestNode node = new TestNode();

    @Test
    void aClientThatUnsubscribesIsToldOfWithoutACode() {
        TestClient ann = asked();
        ann.say("{'id':3,'unsubscribe':{'channel':'ask:1'}}");
        ann.hears("{'id':3,'unsubscribe':{}}");
        node.hooks().assertCalls("unsubscribed default ann ask:1 0");
        ann.say("{'id':4,'unsubscribe':{'channel':'ask:1'}}");
        ann.hears("{'id':4,'unsubscribe':{}}");
        node.hooks().assertCalls();
    }

    @Test
    void theServersReasonIsToldToo() {
        TestClient ann = asked();
        node.control().unsubscribe(new ClientTarget(Optional.of("ann"), "", ""), "ask:1");
        ann.hears("{'push':{'channel':'ask:1','unsubscribe':{'code':2000,'reason':'server unsubscribe'}}}");
        node.hooks().assertCalls("unsubscribed default ann ask:1 2000");
    }

    @Test
    void aBrokerThatGaveUpIsToldAsALoss() {
        TestClient ann = asked();
        node.broker().lose("ask:1");
        ann.hears("{'push':{'channel':'ask:1','unsubscribe':{'code':2500,'reason':'insufficient state'}}}");
        node.hooks().assertCalls("unsubscribed default ann ask:1 2500");
    }

    @Test
    void whoseConnectionEndsIsToldOfAsDisconnectedAndNothingElse() {
        TestClient ann = asked();
        ann.leave();
        node.hooks().assertCalls("disconnected ann 3000");
    }

    @Test
    void theReasonOfADisconnectIsTold() {
        TestClient ann = asked();
        node.control()
                .disconnect(new ClientTarget(Optional.of("ann"), "", ""), Set.of(), new Disconnect(4123, "so be it"));
        ann.expectClosed(4123, "so be it");
        ann.leave();
        node.hooks().assertCalls("disconnected ann 4123");
    }

    @Test
    void whoDoesNotAnswerPingsIsToldOf() {
        TestClient ann = node.connectedAs("ann");
        node.pass(TestNode.PING_INTERVAL.plus(TestNode.PONG_TIMEOUT));
        ann.hears("{}", "close 3012 no pong");
        node.hooks().assertCalls("disconnected ann 3012");
    }

    @Test
    void whoTakesNothingAnyMoreIsToldOf() {
        TestClient ann = node.connectedAs("ann");
        ann.session().stuck();
        ann.leave();
        node.hooks().assertCalls("disconnected ann 3009");
    }

    @Test
    void whoWasNeverConnectedIsNotToldOf() {
        TestClient stranger = node.open();
        stranger.say("{'id':1,'connect':{'token':'forged'}}");
        stranger.expectClosed(3500, "invalid token");
        TestClient silent = node.open();
        silent.leave();
        node.hooks().assertCalls();
    }

    @Test
    void otherNamespacesTellNothingOfSubscriptions() {
        TestClient ann = node.connectedAs("ann").subscribe("news");
        ann.say("{'id':3,'unsubscribe':{'channel':'news'}}");
        ann.hears("{'id':3,'unsubscribe':{}}");
        node.hooks().assertCalls();
        node.broker().takeCalls();
    }

    private TestClient asked() {
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "ask:1"));
        node.hooks().answer(Verdict.granted(SubscriptionGrant.PLAIN));
        ann.hears("{'id':2,'subscribe':{}}");
        node.broker().assertCalls("subscribe ask:1");
        node.hooks().forget();
        return ann;
    }
}
