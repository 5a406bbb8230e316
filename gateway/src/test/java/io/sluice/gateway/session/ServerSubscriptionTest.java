package io.sluice.gateway.session;

import static io.sluice.gateway.fakes.FakeBroker.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.fakes.FakeBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Channels that clients are subscribed to as they connect. */
class ServerSubscriptionTest {

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @RegisterExtension
    final TestNode personal = new TestNode("ping_interval=0s", "subscribe_to_user_personal_channel.enabled=true");

    @RegisterExtension
    final TestNode single = new TestNode(
            "ping_interval=0s",
            "subscribe_to_user_personal_channel.enabled=true",
            "subscribe_to_user_personal_channel.personal_channel_namespace=mine",
            "subscribe_to_user_personal_channel.single_connection=true");

    @Test
    void whatTheTokenNamesIsInTheReplyAndDeliversFromThereOn() {
        node.tokens()
                .connection("good", Grants.subscribing("ann", Map.of("shut:a", Grants.subscription("1", "{\"b\":2}"))));
        node.broker().hold();
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'good'}}");
        client.expect();
        node.broker().confirm("shut:a");
        node.publication("shut:a", "3");
        client.hears(
                "{'id':1,'connect':{'client':'$ID','version':'0.1','subs':{'shut:a':{'data':{'b':2}}}}}",
                "{'push':{'channel':'shut:a','pub':{'data':3}}}");
        node.broker().assertCalls("subscribe shut:a");
    }

    @Test
    void whatComesWhileOthersOfThemAreAwaitedIsNotLost() {
        node.tokens().connection("good", Grants.subscribing("ann", "shut:a", "shut:b"));
        node.broker().hold();
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'good'}}");
        List<String> calls = node.broker().takeCalls();
        node.broker().confirm(calls.get(0).substring("subscribe ".length()));
        String first = calls.get(0).substring("subscribe ".length());
        node.publication(first, "1");
        client.expect();
        node.broker().confirm(calls.get(1).substring("subscribe ".length()));
        node.loop().settle();
        List<String> heard = client.connection().takeEvents();
        assertThat(heard).hasSize(2);
        assertThat(heard.get(1)).isEqualTo(TestClient.pushed(first, "1"));
    }

    @Test
    void aRecoverableOneRecoversFromWhereTheClientSaysItIs() {
        node.tokens().connection("good", Grants.subscribing("ann", "past:1"));
        node.broker()
                .history(
                        "past:1",
                        new HistoryPage(
                                List.of(FakeBroker.publication(4, EPOCH, "4"), FakeBroker.publication(5, EPOCH, "5")),
                                new StreamPosition(5, EPOCH)));
        TestClient client = node.open();
        client.say(
                "{'id':1,'connect':{'token':'good','subs':{'past:1':{'recover':true,'offset':3,'epoch':'fakeLife'}}}}");
        client.hears("{'id':1,'connect':{'client':'$ID','version':'0.1','subs':{'past:1':{'recoverable':true,"
                + "'epoch':'fakeLife','publications':[{'data':4,'offset':4},{'data':5,'offset':5}],'recovered':true,"
                + "'offset':3,'positioned':true,'was_recovering':true}}}}");
        node.broker().assertCalls("subscribe past:1", "history past:1 300");
        node.broker().deliver("past:1", 7, EPOCH, "7");
        client.expectClosed(3010, "insufficient state");
    }

    @Test
    void aBrokerThatIsDownSendsTheClientElsewhere() {
        node.tokens().connection("good", Grants.subscribing("ann", "shut:a", "shut:b"));
        node.broker().down(true);
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'good'}}");
        client.expectClosed(3004, "internal server error");
        node.broker().takeCalls();
    }

    @Test
    void moreThanAClientMayHaveIsTooMuch() {
        node.tokens().connection("good", Grants.subscribing("ann", "a", "b", "c", "d"));
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'good'}}");
        client.expectClosed(3505, "channel limit");
        assertThat(node.users().size()).isZero();
    }

    @Test
    void theyDoNotCountAmongThoseThatTheClientItselfMayHave() {
        node.tokens().connection("good", Grants.subscribing("ann", "a", "b", "c"));
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'good'}}");
        client.connection().takeEvents();
        client.subscribe("d").subscribe("e").subscribe("f");
        client.say("{'id':9,'subscribe':{'channel':'g'}}");
        client.hears("{'id':9,'error':{'code':106,'message':'limit exceeded'}}");
        client.say("{'id':10,'subscribe':{'channel':'a'}}");
        client.hears("{'id':10,'error':{'code':105,'message':'already subscribed'}}");
        node.broker().takeCalls();
    }

    @Test
    void whatAClientListsItselfItGetsIfItMay() {
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'subs':{'news':{},'shut:1':{},'$news':{},'ask:1':{},'caf\u00e9':{}}}}");
        client.hears("{'id':1,'connect':{'client':'$ID','version':'0.1','subs':{'news':{}}}}");
        node.broker().assertCalls("subscribe news");
        node.hooks().assertCalls();
    }

    @Test
    void aListedChannelInNoNamespaceIsABadRequest() {
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'subs':{'nobody:1':{}}}}");
        client.expectClosed(3501, "bad request");
    }

    @Test
    void whereTheBackEndDecidesAboutConnectionsItNamesAllTheirChannels() {
        node.hooks().decideConnections();
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'subs':{'news':{},'past:1':{'recover':true}}}}");
        node.hooks().answer(Verdict.granted(Grants.subscribing("ann", "past:1")));
        node.hooks().forget();
        client.hears("{'id':1,'connect':{'client':'$ID','version':'0.1','subs':{'past:1':{'recoverable':true,"
                + "'epoch':'fakeLife','recovered':true,'positioned':true,'was_recovering':true}}}}");
        node.broker().assertCalls("subscribe past:1", "history past:1 300");
    }

    @Test
    void everyUserButTheAnonymousOneHasAPersonalChannel() {
        personal.tokens().connection("good", Grants.of("ann"));
        TestClient ann = personal.open();
        ann.say("{'id':1,'connect':{'token':'good'}}");
        ann.hears("{'id':1,'connect':{'client':'$ID','version':'0.1','subs':{'#ann':{}}}}");
        personal.broker().assertCalls("subscribe #ann");
        TestClient nobody = personal.connected();
        nobody.expect();
        assertThat(personal.onlyConnections()).isEmpty();
    }

    @Test
    void aUserMayBeHeldToOneConnection() {
        single.tokens().connection("good", Grants.of("ann"));
        TestClient ann = single.open();
        ann.say("{'id':1,'connect':{'token':'good'}}");
        ann.hears("{'id':1,'connect':{'client':'$ID','version':'0.1','subs':{'mine:#ann':{}}}}");
        single.broker().assertCalls("subscribe mine:#ann");
        single.connected();
        assertThat(single.onlyConnections())
                .containsExactly("ann " + ann.session().id());
    }

    @Test
    void whoGoesWhileTheyAreAwaitedLeavesNothingBehind() {
        node.tokens().connection("good", Grants.subscribing("ann", "both:a"));
        node.broker().hold();
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'good'}}");
        node.broker().confirm("both:a");
        node.loop().settle();
        assertThat(node.presence().in("both:a")).hasSize(1);
        client.leave();
        assertThat(node.presence().in("both:a")).isEmpty();
        node.presence().assertCalls("put both:a", "remove both:a");
        node.broker().assertCalls("subscribe both:a", "history both:a 0");
        node.hooks().assertCalls();
    }

    @Test
    void anUnsubscribeInTheFrameOfTheConnectIsHeeded() {
        node.tokens().connection("good", Grants.subscribing("ann", Map.of("here:a", SubscriptionGrant.PLAIN)));
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'good'}}\n{'id':2,'unsubscribe':{'channel':'here:a'}}");
        client.hears(
                "reading off",
                "reading on",
                "{'id':1,'connect':{'client':'$ID','version':'0.1','subs':{'here:a':{}}}}",
                "{'id':2,'unsubscribe':{}}");
        assertThat(node.presence().in("here:a")).isEmpty();
        node.presence().assertCalls("put here:a", "remove here:a");
        node.broker().assertCalls("subscribe here:a");
    }
}
