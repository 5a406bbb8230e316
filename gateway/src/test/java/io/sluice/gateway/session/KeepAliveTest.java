package io.sluice.gateway.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.DisconnectCode;
import io.sluice.gateway.loop.TimerWheel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The node's random numbers are the smallest possible, so the first ping comes after half an interval. */
class KeepAliveTest {

    private static final String PING = "{}";
    private static final String PONG = "{}";
    private static final Duration FIRST = ofMillis(12_500);
    private static final Duration TICK = TimerWheel.TICK;

    @RegisterExtension
    final TestNode node = new TestNode();

    @Test
    void theFirstPingComesAfterAtLeastHalfAnInterval() {
        TestClient client = node.connected();
        node.pass(FIRST.minus(TICK));
        client.expect();
        node.pass(TICK);
        client.expect(PING);
    }

    @Test
    void theFollowingPingsComeEachAfterAnInterval() {
        TestClient client = node.connected();
        node.pass(FIRST);
        for (int i = 0; i < 5; i++) {
            client.expect(PING);
            client.send(PONG);
            node.pass(TestNode.PING_INTERVAL.minus(TICK));
            client.expect();
            node.pass(TICK);
        }
        client.expect(PING);
    }

    @Test
    void aPongInTheLastMomentKeepsTheConnection() {
        TestClient client = node.connected();
        node.pass(FIRST.plus(TestNode.PONG_TIMEOUT).minus(TICK));
        client.expect(PING);
        client.send(PONG);
        node.pass(ofSeconds(10));
        client.expect();
    }

    @Test
    void withoutAPongTheConnectionIsClosed() {
        TestClient client = node.connected();
        node.pass(FIRST.plus(TestNode.PONG_TIMEOUT).minus(TICK));
        client.expect(PING);
        node.pass(TICK);
        client.expectClosed(3012, "no pong");
        assertThat(node.disconnects().get(DisconnectCode.NO_PONG)).isEqualTo(1);
        node.pass(ofSeconds(100));
    }

    @Test
    void otherCommandsAreNoPong() {
        TestClient client = node.connected();
        node.pass(FIRST);
        client.send("{\"id\":2,\"unsubscribe\":{\"channel\":\"news\"}}");
        client.expect(PING, "{\"id\":2,\"unsubscribe\":{}}");
        node.pass(TestNode.PONG_TIMEOUT);
        client.expectClosed(3012, "no pong");
    }

    @Test
    void aPongThatNobodyAskedForIsABadRequest() {
        TestClient client = node.connected();
        client.send(PONG);
        client.expectClosed(3501, "bad request");
    }

    @Test
    void aSecondPongToOnePingIsABadRequest() {
        TestClient client = node.connected();
        node.pass(FIRST);
        client.send(PONG, PONG);
        client.expect(PING, "close 3501 bad request");
    }

    @Test
    void aClosedConnectionIsNotPinged() {
        TestClient client = node.connected();
        client.leave();
        node.pass(ofSeconds(100));
        client.expect();
    }

    @Test
    void aTransportWithItsOwnPingsIsPingedByThose() {
        TestClient client = node.openWithOwnPing();
        connectSilently(client);
        node.pass(FIRST);
        client.expect("ping");
        client.session().pong();
        node.pass(TestNode.PING_INTERVAL);
        client.expect("ping");
        node.pass(TestNode.PONG_TIMEOUT);
        client.expectClosed(3012, "no pong");
    }

    @Test
    void aTransportsPongIsWelcomeAtAnyTime() {
        TestClient client = node.openWithOwnPing();
        client.session().pong();
        connectSilently(client);
        client.session().pong();
        client.expect();
    }

    @Test
    void withATransportsPingsTheProtocolsPongIsABadRequest() {
        TestClient client = node.openWithOwnPing();
        connectSilently(client);
        node.pass(FIRST);
        client.send(PONG);
        client.expect("ping", "close 3501 bad request");
    }

    @Test
    void aTransportsPongDoesNotAnswerAPingOfTheProtocol() {
        TestClient client = node.connected();
        node.pass(FIRST);
        client.expect(PING);
        client.session().pong();
        node.pass(TestNode.PONG_TIMEOUT);
        client.expectClosed(3012, "no pong");
    }

    private static void connectSilently(TestClient client) {
        client.send("{\"id\":1,\"connect\":{}}");
        client.expect("{\"id\":1,\"connect\":{\"client\":\"" + client.session().id() + "\",\"version\":\"0.1\"}}");
    }
}
