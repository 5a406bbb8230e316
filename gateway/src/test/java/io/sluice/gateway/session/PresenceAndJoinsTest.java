package io.sluice.gateway.session;

import static io.sluice.gateway.session.TestClient.subscribing;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.SubscriptionToken;
import io.sluice.gateway.broker.ChannelMessage;
import io.sluice.gateway.broker.HistoryPage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is in a channel, and who learns of it. */
class PresenceAndJoinsTest {

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void aClientIsPresentBeforeItIsAnsweredAndJoinsBehindTheReply() {
        node.presence().hold();
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "here:1"));
        node.presence().assertCalls("put here:1");
        ann.expect();
        node.broker().assertCalls("subscribe here:1");
        node.presence().confirm();
        ann.hears("{'id':2,'subscribe':{}}");
        node.broker().assertCalls("join here:1 " + ann.session().id());
        join(ann, "ann");
        ann.hears("{'push':{'channel':'here:1','join':{'info':{'user':'ann','client':'$ID'}}}}");
        node.presence().assertCalls();
        ann.leave();
        node.presence().confirm();
        node.presence().assertCalls("remove here:1");
        node.broker().assertCalls("leave here:1 " + ann.session().id());
        node.hooks().forget();
    }

    @Test
    void joinsOfOthersThatComeAheadOfTheReplyAreLeftOut() {
        node.presence().hold();
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "here:1"));
        join(ann, "bob");
        node.presence().confirm();
        ann.hears("{'id':2,'subscribe':{}}");
        settleAll(ann);
    }

    @Test
    void anUnsubscribeIsAnsweredWhenNobodySeesTheClientAnyMore() {
        TestClient ann = here();
        node.presence().hold();
        ann.say("{'id':3,'unsubscribe':{'channel':'here:1'}}");
        ann.expect();
        assertThat(node.presence().in("here:1")).isEmpty();
        node.broker().assertCalls("leave here:1 " + ann.session().id());
        node.presence().confirm();
        ann.hears("{'id':3,'unsubscribe':{}}");
        settleAll(ann);
    }

    @Test
    void aStoreThatIsDownDoesNotKeepAnybodyFromLeaving() {
        TestClient ann = here();
        node.presence().down(true);
        ann.say("{'id':3,'unsubscribe':{'channel':'here:1'}}");
        ann.hears("{'id':3,'unsubscribe':{}}");
        node.presence().down(false);
        settleAll(ann);
    }

    @Test
    void aStoreThatIsDownIsATemporaryErrorAndLeavesNothingBehind() {
        TestClient ann = node.connectedAs("ann");
        node.presence().down(true);
        ann.send(subscribing(2, "here:1"));
        ann.expect(TestClient.temporaryError(2));
        node.presence().down(false);
        node.presence().assertCalls("put here:1", "remove here:1");
        node.broker().assertCalls("subscribe here:1");
        ann.send(subscribing(3, "here:1"));
        ann.hears("{'id':3,'subscribe':{}}");
        settleAll(ann);
    }

    @Test
    void whoGoesWhileItIsEnteredIsTakenOutAndNeverJoined() {
        node.presence().hold();
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "here:1"));
        ann.leave();
        node.presence().confirm();
        node.presence().confirm();
        node.loop().settle();
        node.presence().assertCalls("put here:1", "remove here:1");
        node.broker().assertCalls("subscribe here:1");
    }

    @Test
    void aLossThatShowsAsTheSubscriptionBeginsMakesNobodyLeaveWhoNeverJoined() {
        node.broker().hold();
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "both:1"));
        node.broker().confirm("both:1");
        node.loop().settle();
        node.broker().lose("both:1");
        node.loop().settle();
        node.broker().takeCalls();
        node.broker().giveHistory("both:1", new HistoryPage(List.of(), new StreamPosition(0, "fakeLife")));
        node.loop().settle();
        assertThat(node.presence().in("both:1")).isEmpty();
        node.broker().assertCalls();
        ann.expectClosed(3010, "insufficient state");
        node.presence().forget();
    }

    @Test
    void theSameWithoutAPosition() {
        node.presence().hold();
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "here:1"));
        node.broker().lose("here:1");
        node.loop().settle();
        node.broker().takeCalls();
        node.presence().confirm();
        ann.hears(
                "{'id':2,'subscribe':{}}",
                "{'push':{'channel':'here:1','unsubscribe':{'code':2500,'reason':'insufficient state'}}}");
        node.broker().assertCalls();
        node.presence().forget();
    }

    @Test
    void membersAreKeptInBatches() {
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "here:1"), subscribing(3, "here:2"));
        TestClient bob = node.connectedAs("bob");
        bob.send(subscribing(2, "here:1"));
        node.presence().forget();
        int batches = node.presence().batches();
        node.pass(ofSeconds(28));
        assertThat(node.presence().batches() - batches).isEqualTo(1);
        settleAll(ann, bob);
    }

    @Test
    void whoHasLeftIsNotKept() {
        TestClient ann = here();
        ann.say("{'id':3,'unsubscribe':{'channel':'here:1'}}");
        node.presence().forget();
        node.pass(ofSeconds(60));
        node.presence().assertCalls();
        settleAll(ann);
    }

    @Test
    void onlyThoseWhoAskOrAreMadeToHearOfJoins() {
        TestClient asks = node.connectedAs("ann");
        asks.say("{'id':2,'subscribe':{'channel':'seen:1','join_leave':true}}");
        TestClient plain = node.connectedAs("bob");
        plain.send(subscribing(2, "seen:1"));
        settleAll(asks, plain);
        node.broker()
                .deliver(new ChannelMessage.Joined("seen:1", info("x")), new ChannelMessage.Left("seen:1", info("x")));
        node.loop().settle();
        // Nobody may ask who is present in this namespace, so asking does not help.
        asks.expect();
        plain.expect();
    }

    @Test
    void whoMayAskWhoIsThereHearsOfJoinsAlsoWhereNobodyIsListed() {
        TestClient asks = node.connectedAs("ann");
        asks.say("{'id':2,'subscribe':{'channel':'heard:1','join_leave':true}}");
        settleAll(asks);
        node.broker().deliver(new ChannelMessage.Left("heard:1", info("x")));
        node.loop().settle();
        asks.hears("{'push':{'channel':'heard:1','leave':{'info':{'user':'x','client':'c-x'}}}}");
        node.presence().assertCalls();
    }

    @Test
    void aChannelThatAnnouncesNobodyIsSilent() {
        TestClient ann = node.connectedAs("ann").subscribe("news");
        ann.say("{'id':3,'unsubscribe':{'channel':'news'}}");
        ann.hears("{'id':3,'unsubscribe':{}}");
        node.broker().assertCalls("subscribe news");
        node.presence().assertCalls();
    }

    @Test
    void whatIsKnownOfTheClientComesWithItsPresenceAndItsJoin() {
        node.tokens()
                .subscription("t", new SubscriptionToken("ann", "here:1", "", Grants.subscription("{\"c\":1}", "2")));
        TestClient ann = node.connectedAs("ann");
        ann.say("{'id':2,'subscribe':{'channel':'here:1','token':'t'}}");
        assertThat(node.presence().in("here:1").get(ann.session().id()))
                .isEqualTo(new ClientInfo("ann", ann.session().id(), Payload.EMPTY, Payload.of("{\"c\":1}")));
        ann.say("{'id':3,'presence':{'channel':'here:1'}}\n{'id':4,'presence_stats':{'channel':'here:1'}}");
        ann.hears(
                "{'id':2,'subscribe':{'data':2}}",
                "{'id':3,'presence':{'presence':{'$ID':{'user':'ann','client':'$ID','chan_info':{'c':1}}}}}",
                "{'id':4,'presence_stats':{'num_clients':1,'num_users':1}}");
        settleAll(ann);
    }

    private TestClient here() {
        TestClient ann = node.connectedAs("ann");
        ann.send(subscribing(2, "here:1"));
        ann.hears("{'id':2,'subscribe':{}}");
        node.broker().takeCalls();
        node.presence().forget();
        return ann;
    }

    private void join(TestClient client, String user) {
        node.broker()
                .deliver(new ChannelMessage.Joined(
                        "here:1", new ClientInfo(user, client.session().id(), Payload.EMPTY, Payload.EMPTY)));
        node.loop().settle();
    }

    private static ClientInfo info(String user) {
        return new ClientInfo(user, "c-" + user, Payload.EMPTY, Payload.EMPTY);
    }

    private void settleAll(TestClient... clients) {
        node.loop().settle();
        for (TestClient client : clients) {
            client.connection().takeEvents();
        }
        node.broker().takeCalls();
        node.presence().forget();
    }
}
