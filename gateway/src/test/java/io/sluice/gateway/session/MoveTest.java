package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.DisconnectCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who goes when some clients have to go to another node. */
class MoveTest {

    private static final String MOVED = "close 3011 force reconnect";
    private static final Duration MIN_AGE = Duration.ofSeconds(60);
    private static final MoveRules RULES = new MoveRules(MIN_AGE, false);

    @RegisterExtension
    final TestNode node = new TestNode("ping_interval=0s");

    @Test
    void whoHasNoSubscriptionsGoesBeforeWhoRecovers() {
        TestClient recovers = recovering();
        TestClient idle = node.connected();
        node.pass(MIN_AGE);

        assertThat(move(1)).isEqualTo(1);
        idle.expect(MOVED);
        assertThat(move(5)).isEqualTo(1);
        recovers.expect(MOVED);
        leftTheChannel();
    }

    @Test
    void theOldestGoesFirst() {
        List<TestClient> clients = Stream.generate(node::connected).limit(5).toList();
        node.pass(MIN_AGE);

        assertThat(move(2)).isEqualTo(2);

        clients.subList(0, 2).forEach(each -> each.expect(MOVED));
        clients.subList(2, 5).forEach(TestClient::expect);
        assertThat(node.disconnects().get(DisconnectCode.FORCE_RECONNECT)).isEqualTo(2);
    }

    @Test
    void whoCameAMomentAgoStays() {
        TestClient old = node.connected();
        node.pass(Duration.ofSeconds(1));
        TestClient young = node.connected();
        node.pass(MIN_AGE.minus(Duration.ofMillis(100)));

        assertThat(move(2)).isEqualTo(1);

        old.expect(MOVED);
        young.expect();
        node.pass(Duration.ofMillis(100));
        assertThat(move(2)).isEqualTo(1);
        young.expect(MOVED);
    }

    @Test
    void whoWouldMissPublicationsStays() {
        TestClient loses = node.connected().subscribe("news");
        node.broker().assertCalls("subscribe news");
        node.pass(MIN_AGE);

        assertThat(move(1)).isZero();
        loses.expect();

        loses.send("{\"id\":3,\"unsubscribe\":{\"channel\":\"news\"}}");
        loses.expect("{\"id\":3,\"unsubscribe\":{}}");
        assertThat(move(1)).isEqualTo(1);
        loses.expect(MOVED);
    }

    @Test
    void unlessTheSettingsSaySoAndThenAsTheLast() {
        TestClient loses = node.connected().subscribe("news");
        TestClient idle = node.connected();
        node.broker().assertCalls("subscribe news");
        node.pass(MIN_AGE);
        MoveRules all = new MoveRules(MIN_AGE, true);

        assertThat(node.sessions().move(1, all)).isEqualTo(1);
        idle.expect(MOVED);
        assertThat(node.sessions().move(1, all)).isEqualTo(1);
        loses.expect(MOVED);
    }

    @Test
    void whoOnlyListensStaysForItBringsNoPositionsWhenItIsBack() {
        node.tokens().connection("good", Grants.subscribing("ann", "past:1"));
        TestClient listener = node.open(TransportKind.UNI_SSE);
        listener.say("{'id':1,'connect':{'token':'good'}}");
        assertThat(listener.connection().takeEvents().toString()).contains("\"recoverable\":true");
        node.broker().takeCalls();
        node.pass(MIN_AGE);
        node.broker().takeCalls();

        assertThat(move(1)).isZero();
        listener.expect();
        assertThat(node.sessions().move(1, new MoveRules(MIN_AGE, true))).isEqualTo(1);
        listener.expect(MOVED);
    }

    @Test
    void whoIsNoClientYetStays() {
        TestClient silent = node.open();
        node.pass(Duration.ofSeconds(5));
        assertThat(node.sessions().move(1, new MoveRules(Duration.ZERO, true))).isZero();
        silent.expect();
    }

    @Test
    void whoWaitsForAnAnswerStaysUntilItHasIt() {
        node.broker().hold();
        TestClient subscribing = node.connected();
        subscribing.send(TestClient.subscribing(2, "news"));
        node.broker().assertCalls("subscribe news");
        node.pass(Duration.ofSeconds(1));
        MoveRules all = new MoveRules(Duration.ZERO, true);

        assertThat(node.sessions().move(1, all)).isZero();
        subscribing.expect();

        node.broker().confirm("news");
        subscribing.expect("{\"id\":2,\"subscribe\":{}}");
        assertThat(node.sessions().move(1, all)).isEqualTo(1);
        subscribing.expect(MOVED);
    }

    @Test
    void whoHasBeenToldCountsNoLongerAlthoughItsSocketIsStillOpen() {
        TestClient client = node.connected();
        node.connected();
        node.pass(MIN_AGE);
        assertThat(node.sessions().staying()).isEqualTo(2);

        assertThat(move(1)).isEqualTo(1);

        client.expect(MOVED);
        assertThat(node.sessions().staying()).isEqualTo(1);
        assertThat(node.counters().connections.get()).isEqualTo(2);
        client.leave();
        assertThat(node.counters().leaving.get()).isZero();
        assertThat(node.sessions().staying()).isEqualTo(1);
    }

    @Test
    void behindManyWhoStayOthersAreFoundByTheNextChoices() {
        List<TestClient> staying = new ArrayList<>();
        for (int i = 0; i < SessionsByAge.MAX_LOOKS + 10; i++) {
            staying.add(node.connected().subscribe("news"));
        }
        node.broker().assertCalls("subscribe news");
        TestClient goes = node.connected();
        node.pass(MIN_AGE);

        assertThat(move(1)).as("too far away to be seen").isZero();
        assertThat(move(1)).isEqualTo(1);
        goes.expect(MOVED);
        assertThat(move(1)).as("it begins anew, in vain").isZero();
        staying.forEach(TestClient::expect);
    }

    @Test
    void theNodeFindsThemOnAnyLoop() {
        TestClient client = node.connected();
        node.pass(MIN_AGE);
        var moved = node.clients().move(3, RULES);
        node.loop().settle();
        assertThat(moved.result()).isEqualTo(1);
        client.expect(MOVED);
        assertThat(node.clients().staying()).isZero();
    }

    @Test
    void whereSomethingElseEndsTheOldestTheNextOneIsTheOldest() {
        TestClient first = node.connected();
        TestClient second = node.connected();
        TestClient third = node.connected();
        node.pass(MIN_AGE);
        first.leave();
        assertThat(move(1)).isEqualTo(1);
        second.expect(MOVED);
        second.leave();
        third.leave();
        assertThat(move(1)).isZero();
    }

    private TestClient recovering() {
        TestClient client = node.connected();
        client.send(TestClient.subscribing(2, "past:1"));
        assertThat(client.connection().takeEvents().toString()).contains("\"recoverable\":true");
        node.broker().takeCalls();
        return client;
    }

    private void leftTheChannel() {
        node.loop().settle();
        node.broker().takeCalls();
    }

    private int move(int count) {
        return node.sessions().move(count, RULES);
    }
}
