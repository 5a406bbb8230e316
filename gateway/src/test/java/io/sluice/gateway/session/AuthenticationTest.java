package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is let in, and what becomes of those who are not. */
class AuthenticationTest {

    private static final String LET_IN = "{'id':1,'connect':{'client':'$ID','version':'0.1'}}";

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s", "allow_anonymous_connect_without_token=false");

    @RegisterExtension
    final TestNode insecure =
            new TestNode("ping_interval=0s", "allow_anonymous_connect_without_token=false", "insecure=true");

    @RegisterExtension
    final TestNode strict = new TestNode("ping_interval=0s", "disallow_anonymous_connection_tokens=true");

    @RegisterExtension
    final TestNode behindProxy = new TestNode(
            "ping_interval=0s", "allow_anonymous_connect_without_token=false", "user_id_http_header=X-User");

    @RegisterExtension
    final TestNode crowded = new TestNode("ping_interval=0s", "user_connection_limit=1");

    @Test
    void aTokenSaysWhoTheClientIsAndWhatItIsTold() {
        node.tokens()
                .connection(
                        "good",
                        new ConnectionGrant(
                                "ann",
                                Payload.EMPTY,
                                Payload.of("{\"a\":1}"),
                                node.unixSeconds() + 60,
                                Payload.EMPTY,
                                Map.of(),
                                false));
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'good'}}");
        client.hears("{'id':1,'connect':{'client':'$ID','version':'0.1','expires':true,'ttl':60,'data':{'a':1}}}");
        assertThat(node.users().size()).isEqualTo(1);
    }

    @Test
    void aLifeOfMoreThanAYearIsToldAsAYear() {
        node.tokens().connection("long", Grants.until("ann", node.unixSeconds() + 10_000_000_000L));
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'long'}}");
        client.hears("{'id':1,'connect':{'client':'$ID','version':'0.1','expires':true,'ttl':31536000}}");
    }

    @Test
    void anExpiredTokenIsAnErrorWhichLeavesNothingButToGo() {
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'expired'}}\n{'id':2,'subscribe':{'channel':'news'}}");
        client.hears("{'id':1,'error':{'code':109,'message':'token expired'}}");
        client.say("{'id':3,'connect':{'token':'expired'}}");
        client.expectClosed(3501, "bad request");
        assertThat(node.users().size()).isZero();
    }

    @Test
    void whoStaysAfterAnErrorIsStaleInTheEnd() {
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'expired'}}");
        client.hears("{'id':1,'error':{'code':109,'message':'token expired'}}");
        node.pass(TestNode.STALE_DELAY);
        client.expectClosed(3502, "stale");
    }

    @Test
    void whoWaitsTooLongForUsIsToComeBackAndNotToStayAway() {
        node.hooks().decideConnections();
        TestClient client = node.open();
        client.say("{'id':1,'connect':{}}");
        node.pass(TestNode.STALE_DELAY);
        client.expectClosed(3004, "internal server error");
        node.hooks().forget();
    }

    @Test
    void aTokenWhoseConnectionWouldBeOverAlreadyIsAnError() {
        node.tokens().connection("over", Grants.until("ann", node.unixSeconds()));
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'over'}}");
        client.hears("{'id':1,'error':{'code':110,'message':'expired'}}");
        assertThat(node.users().size()).isZero();
    }

    @Test
    void anyOtherTokenIsInvalidEvenWhereAllAreLetIn() {
        TestClient client = insecure.open();
        client.say("{'id':1,'connect':{'token':'forged'}}");
        client.expectClosed(3500, "invalid token");
    }

    @Test
    void insecureNodesLetInWhoeverComesAndForgetWhenTheirTokensExpire() {
        TestClient anybody = insecure.open();
        anybody.say("{'id':1,'connect':{}}");
        anybody.hears(LET_IN);
        insecure.tokens().connection("good", Grants.until("ann", insecure.unixSeconds() + 60));
        TestClient ann = insecure.open();
        ann.say("{'id':1,'connect':{'token':'good'}}");
        ann.hears(LET_IN);
        ann.say("{'id':2,'refresh':{'token':'good'}}");
        ann.hears("{'id':2,'refresh':{'client':'$ID','version':'0.1'}}");
    }

    @Test
    void aTokenWithoutAUserIsAnonymousOrRefused() {
        node.tokens().connection("nobody", Grants.of(""));
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'nobody'}}");
        client.hears(LET_IN);
        strict.tokens().connection("nobody", Grants.of(""));
        TestClient refused = strict.open();
        refused.say("{'id':1,'connect':{'token':'nobody'}}");
        refused.expectClosed(3507, "permission denied");
    }

    @Test
    void aTrustedHeaderNamesTheUser() {
        TestClient client = behindProxy.openWithHeader("x-user", "ann");
        client.say("{'id':1,'connect':{}}");
        client.hears(LET_IN);
        client.say("{'id':2,'subscribe':{'channel':'mine:a#ann'}}");
        client.hears("{'id':2,'subscribe':{}}");
        behindProxy.broker().assertCalls("subscribe mine:a#ann");
        TestClient nobody = behindProxy.open();
        nobody.say("{'id':1,'connect':{}}");
        nobody.expectClosed(3501, "bad request");
    }

    @Test
    void theBackEndIsAskedAboutThoseWithoutATokenOnly() {
        node.hooks().decideConnections();
        node.tokens().connection("good", Grants.of("ann"));
        TestClient ann = node.open();
        ann.say("{'id':1,'connect':{'token':'good'}}");
        ann.hears(LET_IN);
        TestClient bob = node.open();
        bob.say("{'id':1,'connect':{'headers':{'X-Emulated':'1','other':'2'}}}");
        node.hooks().assertCalls("connect {x-emulated=1}");
        node.hooks().answer(Verdict.granted(Grants.refreshedByServer("bob", node.unixSeconds() + 60)));
        bob.hears(LET_IN);
    }

    @Test
    void theBackEndMayRefuse() {
        node.hooks().decideConnections();
        TestClient refused = node.open();
        refused.say("{'id':1,'connect':{}}");
        node.hooks().answer(Verdict.refused(ErrorCode.PERMISSION_DENIED));
        refused.hears("{'id':1,'error':{'code':103,'message':'permission denied'}}");
        TestClient ended = node.open();
        ended.say("{'id':1,'connect':{}}");
        node.hooks().answer(new Verdict.Ended<>(new Disconnect(4501, "not today")));
        ended.expectClosed(4501, "not today");
        node.hooks().assertCalls("connect {}", "connect {}");
    }

    @Test
    void whoLeavesBeforeTheBackEndAnswersLeavesNothingBehind() {
        node.hooks().decideConnections();
        TestClient client = node.open();
        client.say("{'id':1,'connect':{}}");
        client.leave();
        node.hooks().answer(Verdict.granted(Grants.subscribing("ann", "news")));
        node.loop().settle();
        client.expect();
        node.hooks().assertCalls("connect {}");
    }

    @Test
    void aUserHasNoMoreConnectionsThanItMayAndAnonymousOnesAreManyUsers() {
        crowded.connectedAs("ann");
        TestClient second = crowded.open();
        second.say("{'id':1,'connect':{'token':'token of ann'}}");
        second.expectClosed(3504, "connection limit");
        crowded.connected();
        crowded.connected();
        assertThat(crowded.disconnects().get(DisconnectCode.CONNECTION_LIMIT)).isEqualTo(1);
    }

    @Test
    void whoWasOneTooManyMayComeBackWhenTheOtherHasGone() {
        crowded.connectedAs("ann").leave();
        crowded.connectedAs("ann");
    }
}
