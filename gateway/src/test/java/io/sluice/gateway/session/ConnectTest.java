package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.DisconnectCode;
import io.sluice.gateway.loop.TimerWheel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTest {

    @RegisterExtension
    final TestNode node = new TestNode();

    @RegisterExtension
    final TestNode closedNode = new TestNode(false, TestNode.PING_INTERVAL);

    @RegisterExtension
    final TestNode silentNode = new TestNode(true, Duration.ZERO);

    @Test
    void aClientIsLetInAndToldItsIdAndThePings() {
        TestClient client = node.open();
        client.send("{\"id\":7,\"connect\":{\"name\":\"js\",\"unheard\":{\"of\":1}}}");
        client.expect(node.connectReply(7, client.session().id()));
        assertThat(client.session().id()).hasSize(36);
        assertThat(node.users().size()).isEqualTo(1);
        assertThat(node.counters().connections.get()).isEqualTo(1);
    }

    @Test
    void aNodeWithoutPingsPromisesNone() {
        TestClient client = silentNode.open().connect();
        silentNode.pass(Duration.ofMinutes(5));
        client.expect();
    }

    @Test
    void aTransportWithItsOwnPingsPromisesNoneOfTheProtocol() {
        TestClient client = node.openWithOwnPing();
        client.send("{\"id\":1,\"connect\":{}}");
        client.expect("{\"id\":1,\"connect\":{\"client\":\"" + client.session().id() + "\",\"version\":\"0.1\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"subscribe\":{\"channel\":\"news\"}}",
                "{\"id\":1,\"unsubscribe\":{\"channel\":\"news\"}}",
                "{\"id\":1,\"publish\":{\"channel\":\"news\",\"data\":1}}",
                "{\"id\":1,\"presence\":{\"channel\":\"news\"}}",
                "{\"id\":1,\"rpc\":{\"method\":\"m\"}}",
                "{\"id\":1,\"ping\":{}}",
                "{\"id\":1,\"refresh\":{\"token\":\"t\"}}",
                "{\"id\":1,\"unheardof\":{}}",
                "{\"send\":{\"data\":1}}",
                "{}"
            })
    void anythingButConnectComesTooEarly(String command) {
        TestClient client = node.open();
        client.send(command);
        client.expectClosed(3501, "bad request");
        assertThat(node.disconnects().get(DisconnectCode.BAD_REQUEST)).isEqualTo(1);
    }

    @Test
    void aSecondConnectIsABadRequest() {
        TestClient client = node.connected();
        client.send("{\"id\":2,\"connect\":{}}");
        client.expectClosed(3501, "bad request");
    }

    @Test
    void twoConnectsInOneFrameAreABadRequest() {
        TestClient client = node.open();
        client.send("{\"id\":1,\"connect\":{}}", "{\"id\":2,\"connect\":{}}");
        client.expect(node.connectReply(1, client.session().id()), "close 3501 bad request");
    }

    @Test
    void aConnectWithoutAnIdIsABadRequest() {
        TestClient client = node.open();
        client.send("{\"connect\":{}}");
        client.expectClosed(3501, "bad request");
    }

    @Test
    void theRestOfTheFrameIsCarriedOutAfterTheConnect() {
        TestClient client = node.open();
        client.send("{\"id\":1,\"connect\":{}}", TestClient.subscribing(2, "news"), TestClient.subscribing(3, "chat"));
        client.expect(
                "reading off",
                node.connectReply(1, client.session().id()),
                "reading on",
                "{\"id\":2,\"subscribe\":{}}",
                "{\"id\":3,\"subscribe\":{}}");
        node.broker().assertCalls("subscribe news", "subscribe chat");
    }

    @Test
    void aClientThatIsNotLetInIsABadRequestAndItsOtherCommandsAreIgnored() {
        TestClient client = closedNode.open();
        client.send("{\"id\":1,\"connect\":{}}", TestClient.subscribing(2, "news"));
        client.expectClosed(3501, "bad request");
        client.send(TestClient.subscribing(3, "news"));
        assertThat(closedNode.users().size()).isZero();
    }

    @Test
    void aTokenIsInvalid() {
        TestClient client = node.open();
        client.send("{\"id\":1,\"connect\":{\"token\":\"abc\"}}");
        client.expectClosed(3500, "invalid token");
    }

    @Test
    void aClientThatDoesNotConnectInTimeIsStale() {
        TestClient client = node.open();
        node.pass(TestNode.STALE_DELAY.minus(TimerWheel.TICK));
        client.expect();
        node.pass(TimerWheel.TICK);
        client.expectClosed(3502, "stale");
        assertThat(node.disconnects().get(DisconnectCode.STALE)).isEqualTo(1);
    }

    @Test
    void aClientThatConnectsInTheLastMomentIsNotStale() {
        TestClient client = node.open();
        node.pass(TestNode.STALE_DELAY.minus(TimerWheel.TICK));
        client.connect();
        node.pass(TimerWheel.TICK);
    }

    @Test
    void whatIsNoCommandIsABadRequestInEveryState() {
        TestClient early = node.open();
        early.session().malformed();
        early.expectClosed(3501, "bad request");
        TestClient later = node.connected();
        later.session().malformed();
        later.expectClosed(3501, "bad request");
    }
}
