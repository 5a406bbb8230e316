package io.sluice.gateway.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.FilterNode;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.SubscriptionToken;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subscriptions that a token allows, and how long it does. */
class SubscriptionTokenTest {

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void aTokenOpensAPrivateChannelAndSaysWhatTheClientIsTold() {
        TestClient client = node.connectedAs("ann");
        allow("t", "ann", "$news", "", Grants.subscription("1", "{\"a\":1}"));
        client.say("{'id':2,'subscribe':{'channel':'$news','token':'t'}}");
        client.hears("{'id':2,'subscribe':{'data':{'a':1}}}");
        client.say("{'id':3,'publish':{'channel':'$news','data':5}}");
        client.hears("{'id':3,'publish':{}}");
        assertThat(node.broker().lastPublished().info().channelInfo()).isEqualTo(Payload.of("1"));
        node.broker().assertCalls("subscribe $news", "publish $news 5");
    }

    @ParameterizedTest
    @CsvSource({"bob, shut:1, ''", "ann, shut:2, ''", "ann, shut:1, somebody", "'', shut:1, ''"})
    void aTokenForSomebodyOrSomethingElseIsInvalid(String user, String channel, String client) {
        TestClient ann = node.connectedAs("ann");
        allow("t", user, channel, client, SubscriptionGrant.PLAIN);
        ann.say("{'id':2,'subscribe':{'channel':'shut:1','token':'t'}}");
        ann.expectClosed(3500, "invalid token");
    }

    @Test
    void aTokenMayBeForOneConnection() {
        TestClient ann = node.connectedAs("ann");
        allow("t", "ann", "shut:1", ann.session().id(), SubscriptionGrant.PLAIN);
        ann.say("{'id':2,'subscribe':{'channel':'shut:1','token':'t'}}");
        ann.hears("{'id':2,'subscribe':{}}");
        node.broker().assertCalls("subscribe shut:1");
    }

    @Test
    void eachWayInWhichATokenIsNoGoodHasItsError() {
        TestClient ann = node.connectedAs("ann");
        ann.say("{'id':2,'subscribe':{'channel':'news','token':'expired'}}");
        ann.hears("{'id':2,'error':{'code':109,'message':'token expired'}}");
        allow("over", "ann", "news", "", Grants.subscriptionUntil(node.unixSeconds()));
        ann.say("{'id':3,'subscribe':{'channel':'news','token':'over'}}");
        ann.hears("{'id':3,'error':{'code':110,'message':'expired'}}");
        ann.say("{'id':4,'subscribe':{'channel':'news','token':'forged'}}");
        ann.hears("{'id':4,'error':{'code':103,'message':'permission denied'}}");
        node.tokens().unverifiable(true);
        ann.say("{'id':5,'subscribe':{'channel':'news','token':'any'}}");
        ann.expect(TestClient.temporaryError(5));
    }

    @Test
    void aTokenMayLimitTheRate() {
        TestClient ann = subscribed("t", Grants.limited(1));
        node.publication("shut:1", "1");
        node.publication("shut:1", "2");
        node.publication("shut:1", "3");
        ann.expect(TestClient.pushed("shut:1", "1"));
        node.pass(ofSeconds(2));
        ann.expect(TestClient.pushed("shut:1", "3"));
    }

    @Test
    void aTokenMayFilter() {
        TestClient ann = subscribed("t", Grants.filtered("kind", "a"));
        node.broker().deliver("shut:1", Tagged.publication("kind", "a", "1"), false);
        node.broker().deliver("shut:1", Tagged.publication("kind", "b", "2"), false);
        ann.hears("{'push':{'channel':'shut:1','pub':{'data':1,'tags':{'kind':'a'}}}}");
    }

    @Test
    void itsFilterHoldsBesideTheClientsOwn() {
        TestClient ann = node.connectedAs("ann");
        allow("t", "ann", "tags:1", "", Grants.filtered("kind", "a"));
        ann.say("{'id':2,'subscribe':{'channel':'tags:1','token':'t','tf':{'key':'size','cmp':'eq','val':'s'}}}");
        ann.hears("{'id':2,'subscribe':{}}");
        node.broker().assertCalls("subscribe tags:1");
        node.broker().deliver("tags:1", Tagged.publication("kind", "a", "1"), false);
        node.broker().deliver("tags:1", Tagged.publication("size", "s", "2"), false);
        node.broker().deliver("tags:1", Tagged.publication(java.util.Map.of("size", "s", "kind", "a"), "3"), false);
        node.loop().settle();
        assertThat(ann.connection().takeEvents()).singleElement().asString().contains("\"data\":3");
    }

    @Test
    void aTokenWithAFilterThatIsNoneIsABadRequest() {
        TestClient ann = node.connectedAs("ann");
        allow("t", "ann", "shut:1", "", Grants.filtered(new FilterNode("xor", "", "", "", List.of(), List.of())));
        ann.say("{'id':2,'subscribe':{'channel':'shut:1','token':'t'}}");
        ann.hears("{'id':2,'error':{'code':107,'message':'bad request'}}");
    }

    @Test
    void aClientHasSomeTimeBeyondTheExpiryToBringANewToken() {
        TestClient ann = subscribedUntil(60);
        node.pass(ofSeconds(84));
        ann.expect();
        node.pass(ofSeconds(2));
        ann.hears("{'push':{'channel':'shut:1','unsubscribe':{'code':2501,'reason':'subscription expired'}}}");
        assertThat(node.counters().subscriptions.get()).isZero();
        node.broker().assertCalls("unsubscribe shut:1");
    }

    @Test
    void aNewTokenMakesItLast() {
        TestClient ann = subscribedUntil(60);
        allow("new", "ann", "shut:1", "", Grants.subscriptionUntil(node.unixSeconds() + 200));
        ann.say("{'id':3,'sub_refresh':{'channel':'shut:1','token':'new'}}");
        ann.hears("{'id':3,'sub_refresh':{'expires':true,'ttl':200}}");
        node.pass(ofSeconds(220));
        ann.expect();
        allow("for ever", "ann", "shut:1", "", SubscriptionGrant.PLAIN);
        ann.say("{'id':4,'sub_refresh':{'channel':'shut:1','token':'for ever'}}");
        ann.hears("{'id':4,'sub_refresh':{}}");
        node.pass(ofSeconds(200));
        ann.expect();
    }

    @Test
    void whatANewTokenSaysOfTheClientOthersSeeFromThenOn() {
        TestClient ann = node.connectedAs("ann");
        allow("t", "ann", "news", "", Grants.subscription("1", "2"));
        ann.say("{'id':2,'subscribe':{'channel':'news','token':'t'}}");
        allow("new", "ann", "news", "", Grants.subscription("5", "6"));
        ann.say("{'id':3,'sub_refresh':{'channel':'news','token':'new'}}");
        ann.say("{'id':4,'publish':{'channel':'news','data':7}}");
        assertThat(node.broker().lastPublished().info().channelInfo()).isEqualTo(Payload.of("5"));
        ann.connection().takeEvents();
        node.broker().takeCalls();
    }

    @Test
    void eachWayInWhichARefreshIsNoGoodHasItsError() {
        TestClient ann = subscribedUntil(60);
        ann.say("{'id':3,'sub_refresh':{'channel':'other','token':'t'}}");
        ann.hears("{'id':3,'error':{'code':103,'message':'permission denied'}}");
        ann.say("{'id':4,'sub_refresh':{'channel':'shut:1'}}");
        ann.hears("{'id':4,'error':{'code':107,'message':'bad request'}}");
        ann.say("{'id':5,'sub_refresh':{'channel':'shut:1','token':'forged'}}");
        ann.hears("{'id':5,'error':{'code':103,'message':'permission denied'}}");
        ann.say("{'id':6,'sub_refresh':{'channel':'shut:1','token':'expired'}}");
        ann.hears("{'id':6,'error':{'code':109,'message':'token expired'}}");
        allow("over", "ann", "shut:1", "", Grants.subscriptionUntil(node.unixSeconds()));
        ann.say("{'id':7,'sub_refresh':{'channel':'shut:1','token':'over'}}");
        ann.hears("{'id':7,'error':{'code':110,'message':'expired'}}");
        ann.say("{'id':8,'sub_refresh':{'channel':'shut:1','token':'t','type':1}}");
        ann.hears("{'id':8,'error':{'code':108,'message':'not available'}}");
        ann.say("{'id':9,'sub_refresh':{'token':'t'}}");
        ann.expectClosed(3501, "bad request");
    }

    @ParameterizedTest
    @CsvSource({"bob, shut:1, ''", "ann, shut:2, ''", "ann, shut:1, somebody"})
    void aRefreshForSomebodyOrSomethingElseIsInvalid(String user, String channel, String client) {
        TestClient ann = subscribedUntil(60);
        allow("new", user, channel, client, SubscriptionGrant.PLAIN);
        ann.say("{'id':3,'sub_refresh':{'channel':'shut:1','token':'new'}}");
        ann.expectClosed(3500, "invalid token");
    }

    @Test
    void whatTheServerSubscribedEndsTheConnectionAsItExpires() {
        node.tokens()
                .connection(
                        "t",
                        Grants.subscribing(
                                "ann", java.util.Map.of("news", Grants.subscriptionUntil(node.unixSeconds() + 60))));
        TestClient ann = node.open();
        ann.say("{'id':1,'connect':{'token':'t'}}");
        ann.hears("{'id':1,'connect':{'client':'$ID','version':'0.1','subs':{'news':{}}}}");
        node.pass(ofSeconds(84));
        ann.expect();
        node.pass(ofSeconds(2));
        ann.expectClosed(3006, "subscription expired");
        node.broker().assertCalls("subscribe news", "unsubscribe news");
    }

    private TestClient subscribedUntil(long seconds) {
        TestClient ann = node.connectedAs("ann");
        allow("t", "ann", "shut:1", "", Grants.subscriptionUntil(node.unixSeconds() + seconds));
        ann.say("{'id':2,'subscribe':{'channel':'shut:1','token':'t'}}");
        ann.hears("{'id':2,'subscribe':{'expires':true,'ttl':" + seconds + "}}");
        node.broker().assertCalls("subscribe shut:1");
        return ann;
    }

    private TestClient subscribed(String token, SubscriptionGrant grant) {
        TestClient ann = node.connectedAs("ann");
        allow(token, "ann", "shut:1", "", grant);
        ann.say("{'id':2,'subscribe':{'channel':'shut:1','token':'" + token + "'}}");
        ann.hears("{'id':2,'subscribe':{}}");
        node.broker().assertCalls("subscribe shut:1");
        return ann;
    }

    private void allow(String token, String user, String channel, String client, SubscriptionGrant grant) {
        node.tokens().subscription(token, new SubscriptionToken(user, channel, client, grant));
    }
}
