package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.testing.Frame;
import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that only listen, over a WebSocket. */
@ExtendWith(LeakWatch.class)
class UniWebSocketIT {

    private static final String PATH = "/connection/uni_websocket";
    private static final int PING = 9;

    @Test
    void theFirstMessageConnectsAndWhatFollowsIsNotHeard() {
        try (GatewayFixture node = node();
                RawWebSocket socket =
                        RawWebSocket.open(node.port(), Handshake.plain().withTarget(PATH))) {
            socket.sendText("{\"name\":\"board\"}");
            assertThat(socket.nextText())
                    .startsWith("{\"connect\":{\"client\":\"")
                    .contains("\"ping\":1");
            socket.sendText("nonsense");
            socket.sendText("{}");
            assertThat(socket.next().opcode()).isEqualTo(PING);
            assertThat(socket.nextFrame().text()).isEqualTo("{}");
        }
    }

    @Test
    void theConnectObjectMayComeWithTheHandshake() {
        String connect = URLEncoder.encode("{\"name\":\"board\"}", UTF_8);
        try (GatewayFixture node = node();
                RawWebSocket socket =
                        RawWebSocket.open(node.port(), Handshake.plain().withTarget(PATH + "?cf_connect=" + connect))) {
            assertThat(socket.nextText()).startsWith("{\"connect\":{");
        }
    }

    @Test
    void anUndecodableConnectObjectInTheHandshakeIsRefused() {
        try (GatewayFixture node = node()) {
            assertThat(RawWebSocket.refusal(node.port(), Handshake.plain().withTarget(PATH + "?cf_connect=nonsense"))
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void anUndecodableFirstMessageEndsTheConnectionWithPushAndCode() {
        try (GatewayFixture node = node();
                RawWebSocket socket =
                        RawWebSocket.open(node.port(), Handshake.plain().withTarget(PATH))) {
            socket.sendText("nonsense");
            assertThat(socket.nextText()).isEqualTo("{\"disconnect\":{\"code\":3501,\"reason\":\"bad request\"}}");
            Frame close = socket.nextClose();
            assertThat(close.closeCode()).isEqualTo(3501);
        }
    }

    @Test
    void aBackEndFindsThemByTheSessionThatTheyAreTold() {
        try (GatewayFixture node = node();
                RawWebSocket socket =
                        RawWebSocket.open(node.port(), Handshake.plain().withTarget(PATH))) {
            socket.sendText("{}");
            String session =
                    new JsonObject(socket.nextText()).getJsonObject("connect").getString("session");

            new ServerApiClient(node.port()).call("disconnect", "{\"session\":\"" + session + "\"}");

            assertThat(socket.nextClose().closeCode()).isEqualTo(3503);
        }
    }

    @Test
    void aNodeThatStopsSaysSoByPushAndCode() {
        GatewayFixture node = node();
        try (RawWebSocket socket =
                RawWebSocket.open(node.port(), Handshake.plain().withTarget(PATH))) {
            socket.sendText("{}");
            assertThat(socket.nextText()).startsWith("{\"connect\":{");
            var stopping = node.stop();
            assertThat(socket.nextClose().closeCode()).isEqualTo(3001);
            socket.close();
            Outcomes.of(stopping);
        }
    }

    private static GatewayFixture node() {
        return GatewayFixture.start(
                "uni_websocket.enabled=true", "client.ping_interval=1s", "client.pong_timeout=500ms");
    }
}
