package io.sluice.gateway.session;

import static io.sluice.gateway.session.TestClient.publishing;
import static io.sluice.gateway.session.TestClient.subscribing;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.ProtocolError;
import io.sluice.gateway.auth.RefreshGrant;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.SubscriptionToken;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.hook.PublishGrant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands about which the back end is asked. */
class HookedCommandsTest {

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void theBackEndLetsAClientSubscribeAndSaysWhatItIsTold() {
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "ask:1"));
        ann.expect();
        node.hooks().assertCalls("subscribe default ann ask:1");
        node.hooks().answer(Verdict.granted(Grants.subscription("1", "{\"a\":1}")));
        ann.hears("{'id':2,'subscribe':{'data':{'a':1}}}");
        node.broker().assertCalls("subscribe ask:1");
        node.hooks().forget();
    }

    @Test
    void theBackEndRefusesWithAnErrorOfItsOwn() {
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "ask:1"));
        node.hooks().answer(new Verdict.Refused<>(new ProtocolError(1000, "too late", true)));
        ann.hears("{'id':2,'error':{'code':1000,'message':'too late','temporary':true}}");
        ann.send(subscribing(3, "ask:1"));
        node.hooks().answer(new Verdict.Ended<>(new Disconnect(4999, "and out")));
        ann.expectClosed(4999, "and out");
        node.hooks().forget();
    }

    @Test
    void whoHasAnsweredTooLateIsNotHeard() {
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "ask:1"));
        ann.leave();
        node.hooks().answer(Verdict.granted(SubscriptionGrant.PLAIN));
        node.loop().settle();
        ann.expect();
        node.hooks().forget();
    }

    @Test
    void theCommandBehindWaitsForTheBackEnd() {
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "ask:1"), subscribing(3, "news"));
        ann.expect("reading off");
        node.hooks().answer(Verdict.granted(SubscriptionGrant.PLAIN));
        ann.hears("reading on", "{'id':2,'subscribe':{}}", "{'id':3,'subscribe':{}}");
        node.broker().assertCalls("subscribe ask:1", "subscribe news");
        node.hooks().forget();
    }

    @Test
    void whatTheBackEndAllowsIsPublishedAsItSays() {
        TestClient ann = node.connectedAs("ann");
        ann.send(publishing(2, "ask:1", "{\"a\":1}"));
        node.hooks().assertCalls("publish default ann ask:1 {\"a\":1}");
        node.hooks()
                .answer(Verdict.granted(
                        new PublishGrant(Payload.of("{\"b\":2}"), true, Map.of("kind", "x"), "key", true, 7, "life")));
        ann.hears("{'id':2,'publish':{}}");
        node.broker().assertCalls("publish ask:1 {\"b\":2}");
        assertThat(node.broker().lastPublished().tags()).containsEntry("kind", "x");
        assertThat(node.broker().lastPublished().info().user()).isEqualTo("ann");
        assertThat(node.broker().lastPublishOptions().idempotencyKey()).isEqualTo("key");
        assertThat(node.broker().lastPublishOptions().version()).isEqualTo(7);
        assertThat(node.broker().lastPublishOptions().delta()).isTrue();
    }

    @Test
    void whatTheBackEndPutsInPlaceHasToBeFitToo() {
        TestClient ann = node.connectedAs("ann");
        ann.send(publishing(2, "ask:1", "1"));
        node.hooks()
                .answer(Verdict.granted(new PublishGrant(
                        Payload.of("\"" + "x".repeat(100) + "\""), false, Map.of(), "", false, 0, "")));
        ann.hears("{'id':2,'error':{'code':107,'message':'bad request'}}");
        node.hooks().forget();
    }

    @Test
    void theBackEndRefusesAPublicationOrThrowsTheClientOut() {
        TestClient ann = node.connectedAs("ann");
        ann.send(publishing(2, "ask:1", "1"));
        node.hooks().answer(Verdict.refused(ErrorCode.PERMISSION_DENIED));
        ann.hears("{'id':2,'error':{'code':103,'message':'permission denied'}}");
        ann.send(publishing(3, "ask:1", "1"));
        node.hooks().answer(new Verdict.Ended<>(new Disconnect(4500, "out")));
        ann.expectClosed(4500, "out");
        node.hooks().forget();
    }

    @Test
    void publicationsKeepTheirOrderThoughTheBackEndAnswersInAnother() {
        TestClient ann = node.connectedAs("ann");
        ann.send(publishing(2, "ask:1", "1"), publishing(3, "ask:1", "2"), publishing(4, "ask:1", "3"));
        node.hooks()
                .assertCalls(
                        "publish default ann ask:1 1", "publish default ann ask:1 2", "publish default ann ask:1 3");
        node.hooks().answerLast(as("\"third\""));
        node.loop().settle();
        ann.expect();
        node.broker().assertCalls();
        node.hooks().answer(as("\"first\""));
        node.loop().settle();
        node.broker().assertCalls("publish ask:1 \"first\"");
        node.hooks().answer(Verdict.refused(ErrorCode.PERMISSION_DENIED));
        node.loop().settle();
        node.broker().assertCalls("publish ask:1 \"third\"");
        ann.hears(
                "{'id':2,'publish':{}}",
                "{'id':3,'error':{'code':103,'message':'permission denied'}}",
                "{'id':4,'publish':{}}");
    }

    @Test
    void remoteProceduresAreTheBackEnds() {
        node.hooks().answerRpc();
        TestClient ann = node.connectedAs("ann");
        ann.say("{'id':2,'rpc':{'method':'sum','data':{'a':1}}}");
        node.hooks().assertCalls("rpc ann sum {\"a\":1}");
        node.hooks().answer(Verdict.granted(Payload.of("5")));
        ann.hears("{'id':2,'rpc':{'data':5}}");
        ann.say("{'id':3,'rpc':{'method':'nothing'}}");
        node.hooks().answer(Verdict.refused(ErrorCode.METHOD_NOT_FOUND));
        ann.hears("{'id':3,'error':{'code':104,'message':'method not found'}}");
        ann.say("{'id':4,'rpc':{'method':'out'}}");
        node.hooks().answer(new Verdict.Ended<>(new Disconnect(4500, "out")));
        ann.expectClosed(4500, "out");
        node.hooks().forget();
    }

    @Test
    void theBackEndMakesASubscriptionLastAndTheClientNeedNotKnow() {
        TestClient ann = askedUntil(60);
        node.pass(ofSeconds(61));
        node.hooks().assertCalls("sub_refresh default ann ask:1");
        node.hooks()
                .answer(Verdict.granted(new RefreshGrant(
                        false, node.unixSeconds() + 60, Optional.of(Payload.of("\"new\"")), Optional.empty())));
        ann.send(publishing(3, "ask:1", "1"));
        node.hooks().answer(as("1"));
        ann.hears("{'id':3,'publish':{}}");
        assertThat(node.broker().lastPublished().info().channelInfo()).isEqualTo(Payload.of("\"new\""));
        node.broker().takeCalls();
        node.hooks().forget();
        node.pass(ofSeconds(61));
        node.hooks().assertCalls("sub_refresh default ann ask:1");
        node.hooks().answer(Verdict.granted(new RefreshGrant(true, 0, Optional.empty(), Optional.empty())));
        ann.hears("{'push':{'channel':'ask:1','unsubscribe':{'code':2501,'reason':'subscription expired'}}}");
        node.hooks().assertCalls("unsubscribed default ann ask:1 2501");
    }

    @Test
    void anAnswerThatIsOverAlreadyEndsTheSubscription() {
        TestClient ann = askedUntil(60);
        node.pass(ofSeconds(61));
        node.hooks()
                .answer(Verdict.granted(
                        new RefreshGrant(false, node.unixSeconds() - 5, Optional.empty(), Optional.empty())));
        ann.hears("{'push':{'channel':'ask:1','unsubscribe':{'code':2501,'reason':'subscription expired'}}}");
        node.hooks().forget();
    }

    @Test
    void aBackEndThatGivesNoAnswerIsAskedAgainUntilTheTimeIsUp() {
        TestClient ann = askedUntil(60);
        node.pass(ofSeconds(61));
        int asked = 0;
        while (node.counters().subscriptions.get() > 0 && asked < 100) {
            node.hooks().assertCalls("sub_refresh default ann ask:1");
            node.hooks().answer(Verdict.refused(ErrorCode.INTERNAL));
            asked++;
            node.pass(ofSeconds(6));
        }
        assertThat(asked).isBetween(3, 7);
        ann.hears("{'push':{'channel':'ask:1','unsubscribe':{'code':2501,'reason':'subscription expired'}}}");
        node.broker().takeCalls();
        node.hooks().forget();
    }

    @Test
    void anAnswerThatANewTokenHasOvertakenIsNotHeard() {
        TestClient ann = askedUntil(60);
        node.pass(ofSeconds(61));
        node.tokens().subscription("new", new SubscriptionToken("ann", "ask:1", "", SubscriptionGrant.PLAIN));
        ann.say("{'id':3,'sub_refresh':{'channel':'ask:1','token':'new'}}");
        ann.hears("{'id':3,'sub_refresh':{}}");
        node.hooks().answer(Verdict.granted(new RefreshGrant(true, 0, Optional.empty(), Optional.empty())));
        node.loop().settle();
        ann.expect();
        node.hooks().assertCalls("sub_refresh default ann ask:1");
    }

    private TestClient askedUntil(long seconds) {
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "ask:1"));
        node.hooks().answer(Verdict.granted(Grants.subscriptionUntil(node.unixSeconds() + seconds)));
        ann.hears("{'id':2,'subscribe':{}}");
        node.broker().assertCalls("subscribe ask:1");
        node.hooks().forget();
        return ann;
    }

    private static Verdict<PublishGrant> as(String data) {
        return Verdict.granted(new PublishGrant(Payload.of(data), false, Map.of(), "", false, 0, ""));
    }
}
