package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.HttpHead;
import io.sluice.gateway.testing.ProtocolClient;
import io.sluice.gateway.testing.RawStream;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.WebhookServer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One id for a request, its answer, and what back ends are asked because of it. */
class RequestIdIT {

    private static final String NEW_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    @Test
    void theIdOfAHandshakeIsInItsAnswerAndInTheConnectWebhook() {
        try (WebhookServer hook = WebhookServer.answering("{\"result\":{\"user\":\"u\"}}");
                GatewayFixture node = askingAbout("connect", hook);
                RawWebSocket socket = RawWebSocket.connect(node.port())) {
            HttpHead answer = socket.handshake(Handshake.plain().with("X-Request-Id", "front-4711.a_b"));
            socket.startReading();
            connect(socket);

            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("X-Request-Id")).contains("front-4711.a_b");
            assertThat(hook.received()).singleElement().satisfies(asked -> assertThat(asked.header("x-request-id"))
                    .isEqualTo("front-4711.a_b"));
        }
    }

    @Test
    void streamsHaveOneToo() {
        try (WebhookServer hook = WebhookServer.answering("{\"result\":{\"user\":\"u\"}}");
                GatewayFixture node = askingAbout("connect", hook, "http_stream.enabled=true");
                RawStream stream = RawStream.post(
                        node.port(), "/connection/http_stream", "{\"id\":1,\"connect\":{}}", "X-Request-Id: s1")) {
            assertThat(stream.head().header("X-Request-Id")).contains("s1");
            assertThat(stream.nextLine()).contains("\"connect\"");
            assertThat(hook.received().get(0).header("x-request-id")).isEqualTo("s1");
        }
    }

    @Test
    void whatIsAskedLaterIsNotSaidToComeOfTheHandshake() {
        try (WebhookServer hook = WebhookServer.answering("{\"result\":{}}");
                GatewayFixture node = GatewayFixture.start(
                        "rpc.without_namespace.proxy_enabled=true",
                        "rpc.proxy.endpoint=" + hook.url(),
                        "rpc.proxy.timeout=60s");
                ProtocolClient client = ProtocolClient.connect(node.port())) {
            client.call("rpc", new JsonObject().put("method", "greet"));

            assertThat(hook.received().get(0).headers()).doesNotContainKey("x-request-id");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a/b", "\u00e9", "x\ty", "{}"})
    void aBadIdIsReplacedByANewOne(String bad) {
        try (GatewayFixture node = GatewayFixture.start()) {
            assertThat(idOfAnswer(node, bad)).matches(NEW_ID);
            assertThat(idOfAnswer(node, "x".repeat(65))).matches(NEW_ID);
            assertThat(idOfAnswer(node, "x".repeat(64))).hasSize(64);
        }
    }

    @Test
    void answersOfTheServerApiAndRefusalsHaveOne() {
        try (GatewayFixture node = GatewayFixture.start();
                RawStream call = RawStream.post(
                        node.port(), "/api/info", "{}", "Content-Type: application/json", "X-Request-Id: api-1");
                RawStream unknown = RawStream.post(node.port(), "/nowhere", "{}", "X-Request-Id: api-2")) {
            assertThat(call.head().header("X-Request-Id")).contains("api-1");
            assertThat(unknown.head().header("X-Request-Id")).contains("api-2");
            assertThat(RawWebSocket.refusal(
                                    node.port(),
                                    Handshake.plain().without("Upgrade").with("X-Request-Id", "ws-1"))
                            .header("X-Request-Id"))
                    .contains("ws-1");
        }
    }

    private static String idOfAnswer(GatewayFixture node, String id) {
        try (RawStream call = RawStream.post(node.port(), "/api/info", "{}", "X-Request-Id: " + id)) {
            return call.head().header("X-Request-Id").orElseThrow();
        }
    }

    private static GatewayFixture askingAbout(String event, WebhookServer hook, String... more) {
        String[] settings = new String[more.length + 3];
        settings[0] = "client.proxy." + event + ".enabled=true";
        settings[1] = "client.proxy." + event + ".endpoint=" + hook.url();
        settings[2] = "client.proxy." + event + ".timeout=60s";
        System.arraycopy(more, 0, settings, 3, more.length);
        return GatewayFixture.start(settings);
    }

    private static void connect(RawWebSocket socket) {
        socket.sendText("{\"id\":1,\"connect\":{}}");
        assertThat(socket.nextText()).contains("\"connect\"");
    }
}
