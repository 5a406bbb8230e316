package io.sluice.gateway.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.RefreshGrant;
import io.sluice.gateway.auth.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How connections end in time, and how their lives are made longer. */
class ConnectionExpiryTest {

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void aClientHasSomeTimeBeyondItsExpiryToBringANewToken() {
        TestClient client = expiringIn(60);
        node.pass(ofSeconds(84));
        client.expect();
        node.pass(ofSeconds(2));
        client.expectClosed(3005, "connection expired");
    }

    @Test
    void aNewTokenMakesItsLifeLonger() {
        TestClient client = expiringIn(60);
        node.pass(ofSeconds(50));
        refresh(client, "new", "ann", node.unixSeconds() + 100);
        client.hears("{'id':2,'refresh':{'client':'$ID','version':'0.1','expires':true,'ttl':100}}");
        node.pass(ofSeconds(124));
        client.expect();
        node.pass(ofSeconds(2));
        client.expectClosed(3005, "connection expired");
    }

    @Test
    void aNewTokenThatDoesNotExpireEndsTheWait() {
        TestClient client = expiringIn(60);
        refresh(client, "new", "ann", 0);
        client.hears("{'id':2,'refresh':{'client':'$ID','version':'0.1'}}");
        node.pass(ofSeconds(200));
        client.expect();
    }

    @Test
    void theTokenOfSomebodyElseIsInvalid() {
        TestClient client = expiringIn(60);
        refresh(client, "new", "bob", node.unixSeconds() + 100);
        client.expectClosed(3500, "invalid token");
    }

    @Test
    void aTokenThatHasExpiredEndsTheConnectionSoThatTheClientComesBackWithAFreshOne() {
        TestClient client = expiringIn(60);
        client.say("{'id':2,'refresh':{'token':'expired'}}");
        client.expectClosed(3005, "connection expired");
    }

    @Test
    void aTokenWhoseConnectionWouldBeOverAlreadyEndsItToo() {
        TestClient client = expiringIn(60);
        refresh(client, "new", "ann", node.unixSeconds());
        client.expectClosed(3005, "connection expired");
    }

    @Test
    void aTokenThatIsNoGoodIsInvalid() {
        TestClient client = expiringIn(60);
        client.say("{'id':2,'refresh':{'token':'forged'}}");
        client.expectClosed(3500, "invalid token");
    }

    @Test
    void aTokenThatCannotBeVerifiedAtTheMomentIsATemporaryError() {
        TestClient client = expiringIn(60);
        node.tokens().unverifiable(true);
        client.say("{'id':2,'refresh':{'token':'any'}}");
        client.expect(TestClient.temporaryError(2));
        node.tokens().unverifiable(false);
        refresh(client, "new", "ann", node.unixSeconds() + 100);
        client.hears("{'id':2,'refresh':{'client':'$ID','version':'0.1','expires':true,'ttl':100}}");
    }

    @Test
    void noTokenAtAllIsABadRequest() {
        TestClient client = expiringIn(60);
        client.say("{'id':2,'refresh':{}}");
        client.expectClosed(3501, "bad request");
    }

    @Test
    void whereTheServerRefreshesAClientMustNot() {
        TestClient client = refreshedByServer(60);
        refresh(client, "new", "ann", node.unixSeconds() + 100);
        client.expectClosed(3501, "bad request");
    }

    @Test
    void theServerAsksTheBackEndAndTheClientNoticesNothing() {
        TestClient client = refreshedByServer(60);
        node.pass(ofSeconds(59));
        node.hooks().assertCalls();
        node.pass(ofSeconds(2));
        node.hooks().assertCalls("refresh ann");
        node.hooks().answer(Verdict.granted(until(node.unixSeconds() + 60)));
        node.pass(ofSeconds(59));
        node.hooks().assertCalls();
        node.pass(ofSeconds(2));
        node.hooks().assertCalls("refresh ann");
        node.hooks().answer(Verdict.granted(until(0)));
        node.pass(ofSeconds(200));
        node.hooks().assertCalls();
        client.expect();
    }

    @Test
    void theBackEndMayLetItEnd() {
        TestClient client = refreshedByServer(60);
        node.pass(ofSeconds(61));
        node.hooks().answer(Verdict.granted(new RefreshGrant(true, 0, Optional.empty(), Optional.empty())));
        client.expectClosed(3005, "connection expired");
        TestClient other = refreshedByServer(60);
        node.pass(ofSeconds(61));
        node.hooks().answer(new Verdict.Ended<>(new Disconnect(4500, "out with you")));
        other.expectClosed(4500, "out with you");
        node.hooks().forget();
    }

    @Test
    void aBackEndWhoseAnswerIsOverAlreadyIsNotAskedAgainAndAgain() {
        TestClient client = refreshedByServer(60);
        node.pass(ofSeconds(61));
        node.hooks().answer(Verdict.granted(until(node.unixSeconds() - 1)));
        client.expectClosed(3005, "connection expired");
        node.hooks().assertCalls("refresh ann", "disconnected ann 3005");
    }

    @Test
    void aBackEndThatGivesNoAnswerIsAskedAgainUntilTheTimeIsUp() {
        TestClient client = refreshedByServer(60);
        node.pass(ofSeconds(61));
        int asked = 0;
        for (; !client.session().isClosed() && asked < 100; asked++) {
            node.hooks().assertCalls("refresh ann");
            node.hooks().answer(Verdict.refused(ErrorCode.INTERNAL));
            node.pass(ofSeconds(6));
        }
        assertThat(asked).isBetween(3, 7);
        client.expectClosed(3005, "connection expired");
        node.hooks().forget();
    }

    @Test
    void whatARefreshSaysOfTheClientOthersSeeFromThenOn() {
        TestClient client = refreshedByServer(60);
        client.say("{'id':2,'subscribe':{'channel':'here:a'}}");
        node.pass(ofSeconds(61));
        node.hooks()
                .answer(Verdict.granted(
                        new RefreshGrant(false, 0, Optional.of(Payload.of("\"new\"")), Optional.empty())));
        node.pass(ofSeconds(30));
        assertThat(node.presence().in("here:a").get(client.session().id()).connectionInfo())
                .isEqualTo(Payload.of("\"new\""));
        client.connection().takeEvents();
        node.presence().forget();
        node.broker().takeCalls();
        node.hooks().forget();
    }

    private TestClient expiringIn(long seconds) {
        node.tokens().connection("first", Grants.until("ann", node.unixSeconds() + seconds));
        TestClient client = node.open();
        client.say("{'id':1,'connect':{'token':'first'}}");
        client.hears("{'id':1,'connect':{'client':'$ID','version':'0.1','expires':true,'ttl':" + seconds + "}}");
        return client;
    }

    private TestClient refreshedByServer(long seconds) {
        node.hooks().decideConnections();
        TestClient client = node.open();
        client.say("{'id':1,'connect':{}}");
        node.hooks().answer(Verdict.granted(Grants.refreshedByServer("ann", node.unixSeconds() + seconds)));
        client.hears("{'id':1,'connect':{'client':'$ID','version':'0.1'}}");
        node.hooks().forget();
        return client;
    }

    private void refresh(TestClient client, String token, String user, long expireAt) {
        node.tokens().connection(token, Grants.until(user, expireAt));
        client.say("{'id':2,'refresh':{'token':'" + token + "'}}");
    }

    private static RefreshGrant until(long expireAt) {
        return new RefreshGrant(false, expireAt, Optional.empty(), Optional.empty());
    }
}
