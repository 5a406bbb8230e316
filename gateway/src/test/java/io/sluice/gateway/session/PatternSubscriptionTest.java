package io.sluice.gateway.session;

import static io.sluice.gateway.session.TestClient.subscribing;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.auth.SubscriptionToken;
import io.sluice.gateway.broker.ChannelMessage;
import io.sluice.gateway.fakes.FakeBroker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Subscriptions to patterns, private channels and channels for some users. */
class PatternSubscriptionTest {

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void aPatternBringsThePublicationsOfAllChannelsThatItMatchesWithTheirNames() {
        TestClient ann = subscribed("wild:a*");
        arrive("wild", "wild:a1", "1");
        arrive("wild", "wild:b1", "2");
        arrive("wild", "wild:a2", "3");
        ann.hears(
                "{'push':{'channel':'wild:a*','pub':{'data':1,'channel':'wild:a1'}}}",
                "{'push':{'channel':'wild:a*','pub':{'data':3,'channel':'wild:a2'}}}");
    }

    @Test
    void theNodeListensToTheFeedForAsLongAsSomebodyWantsIt() {
        TestClient ann = subscribed("wild:a*");
        TestClient bob = node.connectedAs("bob").subscribe("wild:b*");
        node.broker().assertCalls();
        ann.leave();
        node.pass(Duration.ofSeconds(2));
        node.broker().assertCalls();
        bob.leave();
        node.pass(Duration.ofSeconds(2));
        node.broker().assertCalls("unsubscribe feed wild");
        node.hooks().forget();
    }

    @Test
    void aNumberMayStandForThePatternButNotForTheChannelsThatItMatches() {
        TestClient ann = node.connectedAs("ann");
        ann.say("{'id':2,'subscribe':{'channel':'wild:a*','flag':1}}");
        ann.hears("{'id':2,'subscribe':{'id':1}}");
        arrive("wild", "wild:a1", "1");
        ann.hears("{'push':{'id':1,'pub':{'data':1,'channel':'wild:a1'}}}");
        node.broker().assertCalls("subscribe feed wild");
    }

    @Test
    void nobodyPublishesIntoAPattern() {
        TestClient ann = subscribed("wild:a*");
        ann.say("{'id':3,'publish':{'channel':'wild:a*','data':1}}");
        ann.hears("{'id':3,'error':{'code':107,'message':'bad request'}}");
    }

    @Test
    void whatIsAPatternElsewhereIsAnOrdinaryNameHere() {
        TestClient ann = node.connectedAs("ann").subscribe("news*");
        node.broker().assertCalls("subscribe news*");
        node.publication("news1", "1");
        ann.expect();
        node.publication("news*", "2");
        ann.expect(TestClient.pushed("news*", "2"));
    }

    @Test
    void aFeedThatTheBrokerGaveUpEndsItsPatternsWhichMayBeSubscribedAgain() {
        TestClient ann = subscribed("wild:a*");
        node.broker().loseFeed("wild");
        ann.hears("{'push':{'channel':'wild:a*','unsubscribe':{'code':2500,'reason':'insufficient state'}}}");
        ann.subscribe("wild:a*");
        node.broker().assertCalls("subscribe feed wild");
        arrive("wild", "wild:a1", "1");
        ann.hears("{'push':{'channel':'wild:a*','pub':{'data':1,'channel':'wild:a1'}}}");
    }

    @Test
    void aFeedThatCannotBeHadIsATemporaryErrorAndALaterTryWorks() {
        TestClient ann = node.connectedAs("ann");
        node.broker().down(true);
        ann.send(subscribing(2, "wild:a*"));
        ann.expect(TestClient.temporaryError(2));
        node.broker().down(false);
        ann.subscribe("wild:a*");
        node.broker().assertCalls("subscribe feed wild", "subscribe feed wild");
    }

    @Test
    void slowClientsKeepTheLatestOfEachChannelThatThePatternMatches() {
        TestClient ann = node.connectedAs("ann").subscribe("last:*");
        node.broker().assertCalls("subscribe feed last");
        ann.connection().writable(false);
        arrive("last", "last:a", "0");
        arrive("last", "last:a", "1");
        arrive("last", "last:b", "2");
        arrive("last", "last:a", "3");
        arrive("last", "last:b", "4");
        ann.writable(true);
        assertThat(ann.connection().takeEvents())
                .contains(
                        "{\"push\":{\"channel\":\"last:*\",\"pub\":{\"data\":3,\"channel\":\"last:a\"}}}",
                        "{\"push\":{\"channel\":\"last:*\",\"pub\":{\"data\":4,\"channel\":\"last:b\"}}}");
    }

    @Test
    void privateChannelsNeedATokenEvenIfEverythingElseIsOpen() {
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "$wild:a"));
        ann.hears("{'id':2,'error':{'code':103,'message':'permission denied'}}");
        node.tokens().subscription("t", new SubscriptionToken("ann", "$wild:a", "", Grants.limited(0)));
        ann.say("{'id':3,'subscribe':{'channel':'$wild:a','token':'t'}}");
        ann.hears("{'id':3,'subscribe':{}}");
        node.broker().assertCalls("subscribe $wild:a");
    }

    @Test
    void channelsForSomeUsersAreForNobodyElse() {
        TestClient ann = node.connectedAs("ann");
        ann.subscribe("mine:a#ann,bob");
        ann.send(subscribing(3, "mine:a#bob"));
        ann.hears("{'id':3,'error':{'code':103,'message':'permission denied'}}");
        TestClient nobody = node.connected();
        nobody.send(subscribing(2, "mine:a#"));
        nobody.hears("{'id':2,'error':{'code':103,'message':'permission denied'}}");
        nobody.send(subscribing(3, "news#"));
        nobody.hears("{'id':3,'error':{'code':103,'message':'permission denied'}}");
        node.broker().assertCalls("subscribe mine:a#ann,bob");
    }

    private TestClient subscribed(String pattern) {
        TestClient ann = node.connectedAs("ann").subscribe(pattern);
        node.broker().assertCalls("subscribe feed wild");
        return ann;
    }

    private void arrive(String feed, String channel, String json) {
        node.broker().deliverFeed(feed, new ChannelMessage.Published(channel, FakeBroker.publication(json), false, 0));
        node.loop().settle();
    }
}
