package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.DisconnectCode;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CloseTest {

    @RegisterExtension
    final TestNode node = new TestNode();

    @Test
    void theFirstReasonToCloseCounts() {
        TestClient client = node.connected();
        client.session().disconnect(DisconnectCode.FORCE_RECONNECT);
        client.session().disconnect(DisconnectCode.SHUTDOWN);
        client.session().malformed();
        client.expectClosed(3011, "force reconnect");
        assertThat(node.disconnects().get(DisconnectCode.FORCE_RECONNECT)).isEqualTo(1);
        assertThat(node.disconnects().get(DisconnectCode.SHUTDOWN)).isZero();
        assertThat(node.disconnects().get(DisconnectCode.BAD_REQUEST)).isZero();
    }

    @Test
    void aDisconnectBeforeTheConnectIsFinalToo() {
        TestClient client = node.open();
        client.session().disconnect(DisconnectCode.SHUTDOWN);
        client.expectClosed(3001, "shutdown");
        client.send("{\"id\":1,\"connect\":{}}");
        node.pass(Duration.ofSeconds(60));
        client.expect();
        assertThat(node.users().size()).isZero();
    }

    @Test
    void aConnectionThatIsGoneIsNotClosedAgain() {
        TestClient client = node.connected();
        client.leave();
        client.leave();
        client.session().disconnect(DisconnectCode.SHUTDOWN);
        client.expect();
        assertThat(node.disconnects().get(DisconnectCode.SHUTDOWN)).isZero();
        assertThat(node.counters().connections.get()).isZero();
    }

    @Test
    void aConnectionThatGoesBeforeItsConnectLeavesNothing() {
        TestClient client = node.open();
        client.leave();
        node.pass(Duration.ofSeconds(60));
        client.expect();
        assertThat(node.counters().connections.get()).isZero();
    }

    @Test
    void aCloseCancelsAllSubscriptions() {
        TestClient client = node.connected().subscribe("one").subscribe("two");
        node.broker().assertCalls("subscribe one", "subscribe two");
        client.session().disconnect(DisconnectCode.FORCE_RECONNECT);
        client.expectClosed(3011, "force reconnect");
        assertThat(node.counters().subscriptions.get()).isZero();
        node.publication("one", "1");
        client.expect();
        node.loop().elapse(1000);
        assertThat(node.broker().takeCalls()).containsExactlyInAnyOrder("unsubscribe one", "unsubscribe two");
    }

    @Test
    void untilTheConnectionIsGoneTheSessionCountsAsOpen() {
        TestClient client = node.connected();
        client.session().disconnect(DisconnectCode.SHUTDOWN);
        client.expectClosed(3001, "shutdown");
        assertThat(node.sessions().isEmpty()).isFalse();
        assertThat(node.counters().connections.get()).isEqualTo(1);
        assertThat(node.users().size()).isZero();
        client.leave();
        assertThat(node.sessions().isEmpty()).isTrue();
        assertThat(node.counters().connections.get()).isZero();
    }

    @Test
    void whatWaitsIsForgottenWithTheClose() {
        node.broker().hold();
        TestClient client = node.connected();
        client.send(TestClient.subscribing(2, "news"), TestClient.publishing(3, "news", "1"));
        client.expect("reading off");
        client.session().disconnect(DisconnectCode.FORCE_RECONNECT);
        client.expectClosed(3011, "force reconnect");
        node.broker().confirm("news");
        node.loop().settle();
        node.broker().assertCalls("subscribe news");
        client.expect();
    }

    @Test
    void allClientsOfALoopAreDisconnectedTogetherOnce() {
        TestClient connected = node.connected();
        TestClient early = node.open();
        TestClient gone = node.connected();
        gone.leave();
        node.sessions().disconnectAll(DisconnectCode.SHUTDOWN);
        node.sessions().disconnectAll(DisconnectCode.SHUTDOWN);
        connected.expectClosed(3001, "shutdown");
        early.expectClosed(3001, "shutdown");
        assertThat(node.disconnects().get(DisconnectCode.SHUTDOWN)).isEqualTo(2);
    }

    @Test
    void someClientsOfALoopAreDisconnectedAndEachOnlyOnce() {
        TestClient first = node.connected();
        TestClient second = node.open();
        TestClient third = node.connected();

        assertThat(node.sessions().disconnectSome(2, DisconnectCode.SHUTDOWN.disconnect()))
                .isEqualTo(2);
        assertThat(node.counters().connections.get()).isEqualTo(3);
        assertThat(node.counters().leaving.get()).isEqualTo(2);
        assertThat(node.sessions().disconnectSome(2, DisconnectCode.SHUTDOWN.disconnect()))
                .isEqualTo(1);
        assertThat(node.sessions().disconnectSome(2, DisconnectCode.SHUTDOWN.disconnect()))
                .isZero();

        Stream.of(first, second, third).forEach(client -> client.expectClosed(3001, "shutdown"));
        assertThat(node.disconnects().get(DisconnectCode.SHUTDOWN)).isEqualTo(3);
    }

    @Test
    void whoHasLeftIsNoLongerLeaving() {
        TestClient told = node.connected();
        TestClient gone = node.connected();
        gone.leave();
        told.session().disconnect(DisconnectCode.SHUTDOWN);
        assertThat(node.counters().leaving.get()).isEqualTo(1);

        told.expectClosed(3001, "shutdown");
        told.leave();

        assertThat(node.counters().leaving.get()).isZero();
        assertThat(node.counters().connections.get()).isZero();
    }

    @Test
    void usersAreCountedOnceHoweverManyConnectionsTheyHave() {
        TestClient first = node.connected();
        TestClient second = node.connected();
        assertThat(node.users().size()).isEqualTo(1);
        first.leave();
        assertThat(node.users().size()).isEqualTo(1);
        second.leave();
        assertThat(node.users().size()).isZero();
    }
}
