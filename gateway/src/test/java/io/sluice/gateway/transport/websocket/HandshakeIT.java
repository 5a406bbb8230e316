package io.sluice.gateway.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.GatewayFixture;
import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.HttpHead;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.RawWebSocket;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets a WebSocket, and what the others are told. */
@ExtendWith(LeakWatch.class)
class HandshakeIT {

    private static GatewayFixture node;

    @BeforeAll
    static void start() {
        node = GatewayFixture.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void handshakeIsAnsweredWithTheKeyThatItDemands() {
        try (RawWebSocket socket = RawWebSocket.connect(node.port())) {
            HttpHead answer = socket.handshake(Handshake.plain());

            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("Sec-WebSocket-Accept")).contains(Handshake.ACCEPT);
            assertThat(answer.header("Upgrade"))
                    .hasValueSatisfying(upgrade -> assertThat(upgrade).isEqualToIgnoringCase("websocket"));
        }
    }

    @Test
    void compressionIsNotNegotiated() {
        try (RawWebSocket socket = RawWebSocket.connect(node.port())) {
            HttpHead answer = socket.handshake(
                    Handshake.plain().with("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"));

            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("Sec-WebSocket-Extensions")).isEmpty();
        }
    }

    @Test
    void offeredJsonSubprotocolIsEchoed() {
        assertThat(subprotocol("centrifuge-json")).isEqualTo("centrifuge-json");
    }

    @Test
    void offeredProtobufSubprotocolIsEchoed() {
        assertThat(subprotocol("centrifuge-protobuf")).isEqualTo("centrifuge-protobuf");
    }

    @Test
    void theFirstOfSeveralSubprotocolsIsChosen() {
        assertThat(subprotocol("centrifuge-protobuf, centrifuge-json")).isEqualTo("centrifuge-protobuf");
        assertThat(subprotocol("other, centrifuge-json, centrifuge-protobuf")).isEqualTo("centrifuge-json");
    }

    @Test
    void noSubprotocolIsEchoedWhenNoneIsOffered() {
        try (RawWebSocket socket = RawWebSocket.connect(node.port())) {
            assertThat(socket.handshake(Handshake.plain()).header("Sec-WebSocket-Protocol"))
                    .isEmpty();
        }
    }

    @Test
    void requestsThatAreNoHandshakeAreRefused() {
        assertThat(status(Handshake.plain().without("Upgrade").without("Connection")))
                .isEqualTo(400);
        assertThat(status(Handshake.plain().withMethod("POST").with("Content-Length", "0")))
                .isEqualTo(400);
        assertThat(status(Handshake.plain().with("Upgrade", "h2c"))).isEqualTo(400);
        assertThat(status(Handshake.plain().without("Sec-WebSocket-Key"))).isEqualTo(400);
        assertThat(status(Handshake.plain().without("Connection"))).isEqualTo(400);
    }

    @Test
    void unknownPathIsNotFound() {
        assertThat(status(Handshake.plain().withTarget("/connection/other"))).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8000, localhost:8000, 101",
        "https://LOCALHOST:8000, localhost:8000, 101",
        "http://localhost:8001, localhost:8000, 403",
        "http://evil.example, localhost:8000, 403",
        "http://localhost:8000.evil.example, localhost:8000, 403",
        "null, localhost:8000, 403"
    })
    void onlyPagesOfTheSameHostMayConnectByDefault(String origin, String host, int status) {
        assertThat(status(Handshake.plain().with("Host", host).with("Origin", origin)))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, 101",
        "https://www.app.example.com, 403",
        "http://localhost:3000, 101",
        "http://localhost, 403",
        "https://app.example.com.evil.example, 403"
    })
    void allowedOriginsReplaceTheSameHost(String origin, int status) {
        try (GatewayFixture open =
                GatewayFixture.start("client.allowed_origins=https://app.example.com,http://localhost:*")) {
            assertThat(RawWebSocket.refusal(open.port(), Handshake.plain().with("Origin", origin))
                            .status())
                    .isEqualTo(status);
        }
    }

    @Test
    void drainingNodeSendsNewClientsAway() {
        try (GatewayFixture draining = GatewayFixture.start("drain.period=1h");
                RawWebSocket one = RawWebSocket.open(draining.port());
                RawWebSocket other = RawWebSocket.open(draining.port())) {
            Future<Void> stopped = draining.stop(); // Tells one of them at once, and waits for the other.
            await().until(() -> !one.isQuiet() || !other.isQuiet());

            HttpHead answer = RawWebSocket.refusal(draining.port(), Handshake.plain());

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isPresent();
            one.close();
            other.close();
            Outcomes.of(stopped);
        }
    }

    @Test
    void disabledEndpointIsNotFound() {
        try (GatewayFixture closed = GatewayFixture.start("websocket.disabled=true")) {
            assertThat(RawWebSocket.refusal(closed.port(), Handshake.plain()).status())
                    .isEqualTo(404);
        }
    }

    private static int status(Handshake handshake) {
        return RawWebSocket.refusal(node.port(), handshake).status();
    }

    private static String subprotocol(String offered) {
        try (RawWebSocket socket = RawWebSocket.connect(node.port())) {
            HttpHead answer = socket.handshake(Handshake.plain().with("Sec-WebSocket-Protocol", offered));
            assertThat(answer.status()).isEqualTo(101);
            return answer.header("Sec-WebSocket-Protocol").orElseThrow();
        }
    }
}
