package io.sluice.gateway.session;

import static io.sluice.gateway.fakes.FakeBroker.EPOCH;
import static io.sluice.gateway.session.TestClient.subscribing;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.ChannelOverride;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.fakes.FakeBroker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What back ends do to clients by the server API. */
class BackEndControlTest {

    private static final String ENDED =
            "{'push':{'channel':'news','unsubscribe':{'code':2000,'reason':'server unsubscribe'}}}";

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void aClientLearnsByAPushThatItIsSubscribed() {
        TestClient client = node.connectedAs("ann");
        subscribe("ann", "shut:a", Grants.subscription("1", "{\"b\":2}"), Optional.empty());
        client.hears("{'push':{'channel':'shut:a','subscribe':{'data':{'b':2}}}}");
        node.publication("shut:a", "3");
        client.expect(TestClient.pushed("shut:a", "3"));
        node.broker().assertCalls("subscribe shut:a");
    }

    @Test
    void nothingReachesTheClientBeforeThatPush() {
        TestClient client = node.connectedAs("ann");
        node.broker().hold();
        subscribe("ann", "past:a", SubscriptionGrant.PLAIN, Optional.empty());
        node.broker().confirm("past:a");
        node.loop().settle();
        node.broker().deliver("past:a", 3, EPOCH, "3");
        node.broker().deliver("past:a", 4, EPOCH, "4");
        client.expect();
        node.broker().giveHistory("past:a", new HistoryPage(List.of(), new StreamPosition(3, EPOCH)));
        node.broker().deliver("past:a", 5, EPOCH, "5");
        client.hears(
                "{'push':{'channel':'past:a','subscribe':{'recoverable':true,'epoch':'fakeLife','offset':4,'positioned':true}}}",
                "{'push':{'channel':'past:a','pub':{'data':5,'offset':5}}}");
        node.broker().assertCalls("subscribe past:a", "history past:a 0");
    }

    @Test
    void whatItMissedFollowsThePush() {
        TestClient client = node.connectedAs("ann");
        node.broker()
                .history(
                        "past:a",
                        new HistoryPage(
                                List.of(FakeBroker.publication(3, EPOCH, "3"), FakeBroker.publication(4, EPOCH, "4")),
                                new StreamPosition(4, EPOCH)));
        subscribe("ann", "past:a", SubscriptionGrant.PLAIN, Optional.of(new StreamPosition(2, EPOCH)));
        client.hears(
                "{'push':{'channel':'past:a','subscribe':{'recoverable':true,'epoch':'fakeLife','offset':2,'positioned':true}}}",
                "{'push':{'channel':'past:a','pub':{'data':3,'offset':3}}}",
                "{'push':{'channel':'past:a','pub':{'data':4,'offset':4}}}");
        node.broker().assertCalls("subscribe past:a", "history past:a 300");
        node.broker().deliver("past:a", 6, EPOCH, "6");
        client.expectClosed(3010, "insufficient state");
    }

    @Test
    void theBackEndMayAskForMoreThanTheNamespaceHas() {
        TestClient client = node.connectedAs("ann");
        ChannelOverride override = new ChannelOverride(
                Optional.of(true), Optional.of(true), Optional.of(true), Optional.empty(), Optional.of(true));
        subscribe("ann", "kept:a", Grants.with(override), Optional.empty());
        client.hears(
                "{'push':{'channel':'kept:a','subscribe':{'recoverable':true,'epoch':'fakeLife','positioned':true}}}");
        assertThat(node.presence().in("kept:a")).hasSize(1);
        node.presence().forget();
        node.broker()
                .assertCalls(
                        "subscribe kept:a",
                        "history kept:a 0",
                        "join kept:a " + client.session().id());
    }

    @Test
    void whoIsSubscribedAlreadyStaysAsItIs() {
        TestClient client = node.connectedAs("ann").subscribe("news");
        subscribe("ann", "news", Grants.subscription("1", "2"), Optional.empty());
        client.expect();
        node.broker().assertCalls("subscribe news");
    }

    @Test
    void aSubscriptionThatTheClientAsksForMeanwhileIsNotMadeTwice() {
        TestClient client = node.connectedAs("ann");
        client.send(subscribing(2, "ask:1"));
        subscribe("ann", "ask:1", SubscriptionGrant.PLAIN, Optional.empty());
        client.hears("{'push':{'channel':'ask:1','subscribe':{}}}");
        node.hooks().answer(Verdict.granted(SubscriptionGrant.PLAIN));
        node.hooks().forget();
        client.hears("{'id':2,'error':{'code':105,'message':'already subscribed'}}");
        node.publication("ask:1", "1");
        client.expect(TestClient.pushed("ask:1", "1"));
        node.broker().assertCalls("subscribe ask:1");
    }

    @Test
    void unsubscribedClientsAreToldAndMaySubscribeAgain() {
        TestClient client = node.connectedAs("ann").subscribe("news");
        node.control().unsubscribe(user("ann"), "news");
        client.hears(ENDED);
        node.publication("news", "1");
        client.expect();
        client.subscribe("news");
        node.broker().takeCalls();
    }

    @Test
    void anEmptyChannelMeansAllOfThem() {
        TestClient client = node.connectedAs("ann").subscribe("news").subscribe("chat");
        node.control().unsubscribe(user("ann"), "");
        node.loop().settle();
        assertThat(client.connection().takeEvents()).hasSize(2);
        assertThat(node.counters().subscriptions.get()).isZero();
        node.broker().takeCalls();
    }

    @Test
    void aSubscriptionThatIsJustBeginningEndsToo() {
        TestClient client = node.connectedAs("ann");
        node.broker().hold();
        client.send(subscribing(2, "news"));
        node.control().unsubscribe(user("ann"), "news");
        node.loop().settle();
        node.broker().confirm("news");
        client.hears("{'id':2,'subscribe':{}}", ENDED);
        assertThat(node.counters().subscriptions.get()).isZero();
        node.broker().assertCalls("subscribe news");
    }

    @Test
    void itEndsAmongAllOthersToo() {
        TestClient client = node.connectedAs("ann").subscribe("chat");
        node.broker().hold();
        client.send(subscribing(2, "news"));
        node.control().unsubscribe(user("ann"), "");
        node.loop().settle();
        client.hears("{'push':{'channel':'chat','unsubscribe':{'code':2000,'reason':'server unsubscribe'}}}");
        node.broker().confirm("news");
        client.hears("{'id':2,'subscribe':{}}", ENDED);
        assertThat(node.counters().subscriptions.get()).isZero();
        node.broker().assertCalls("subscribe chat", "subscribe news");
    }

    @Test
    void whoIsNotSubscribedHearsNothing() {
        TestClient client = node.connectedAs("ann");
        node.control().unsubscribe(user("ann"), "news");
        client.expect();
    }

    @Test
    void clientsAreMetByUserIdOrSessionAndSomeAreSpared() {
        TestClient ann = node.connectedAs("ann");
        TestClient annsOther = node.connectedAs("ann");
        TestClient bob = node.connectedAs("bob");
        TestClient nobody = node.connected();
        node.control()
                .disconnect(user("ann"), Set.of(annsOther.session().id()), new Disconnect(3503, "force disconnect"));
        ann.expectClosed(3503, "force disconnect");
        annsOther.expect();
        bob.expect();
        node.control()
                .disconnect(
                        new ClientTarget(Optional.empty(), bob.session().id(), ""),
                        Set.of(),
                        new Disconnect(4000, "go on"));
        bob.expectClosed(4000, "go on");
        node.control().disconnect(user(""), Set.of(), new Disconnect(3503, "force disconnect"));
        nobody.expectClosed(3503, "force disconnect");
        annsOther.expect();
        TestClient emulated = node.open(TransportKind.SSE);
        emulated.say("{'id':1,'connect':{}}");
        emulated.connection().takeEvents();
        node.control()
                .disconnect(
                        new ClientTarget(Optional.empty(), "", "secret"),
                        Set.of(),
                        new Disconnect(3503, "force disconnect"));
        emulated.expectClosed(3503, "force disconnect");
        annsOther.expect();
    }

    @Test
    void allThatIsGivenHasToMatch() {
        TestClient bob = node.connectedAs("bob");
        node.control()
                .disconnect(
                        new ClientTarget(Optional.of("ann"), bob.session().id(), ""),
                        Set.of(),
                        new Disconnect(3503, "force disconnect"));
        bob.expect();
    }

    @Test
    void aNewLifetimeIsPushed() {
        TestClient client = node.connectedAs("ann");
        node.control().refresh(user("ann"), false, node.unixSeconds() + 60, Optional.of(Payload.of("1")));
        client.hears("{'push':{'refresh':{'expires':true,'ttl':60}}}");
        node.pass(Duration.ofSeconds(84));
        client.expect();
        node.pass(Duration.ofSeconds(2));
        client.expectClosed(3005, "connection expired");
    }

    @Test
    void noLifetimeAtAllIsPushedToo() {
        TestClient client = node.connectedAs("ann");
        node.control().refresh(user("ann"), false, 0, Optional.empty());
        client.hears("{'push':{'refresh':{}}}");
    }

    @Test
    void whoNeedNotRefreshIsNotToldTo() {
        node.hooks().decideConnections();
        TestClient client = node.open();
        client.say("{'id':1,'connect':{}}");
        node.hooks().answer(Verdict.granted(Grants.refreshedByServer("ann", node.unixSeconds() + 60)));
        client.hears("{'id':1,'connect':{'client':'$ID','version':'0.1'}}");
        node.control().refresh(user("ann"), false, node.unixSeconds() + 90, Optional.empty());
        client.hears("{'push':{'refresh':{}}}");
        node.hooks().forget();
    }

    @Test
    void anExpiredClientIsDisconnected() {
        TestClient client = node.connectedAs("ann");
        node.control().refresh(user("ann"), true, 0, Optional.empty());
        client.expectClosed(3005, "connection expired");
        TestClient other = node.connectedAs("ann");
        node.control().refresh(user("ann"), false, node.unixSeconds() - 1, Optional.empty());
        other.expectClosed(3005, "connection expired");
    }

    private void subscribe(
            String user, String channel, SubscriptionGrant grant, Optional<StreamPosition> recoverSince) {
        node.control().subscribe(user(user), channel, grant, recoverSince);
        node.loop().settle();
    }

    private static ClientTarget user(String name) {
        return new ClientTarget(Optional.of(name), "", "");
    }
}
