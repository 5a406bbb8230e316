package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.RawStream;
import io.sluice.gateway.testing.ServerApiClient;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that only listen: they say what they connect with, and get pushes. */
@ExtendWith(LeakWatch.class)
class UnidirectionalIT {

    private static final String SSE = "/connection/uni_sse";
    private static final String LINES = "/connection/uni_http_stream";
    private static final String[] SETTINGS = {
        "uni_sse.enabled=true", "uni_http_stream.enabled=true", "client.ping_interval=1s", "client.pong_timeout=500ms"
    };

    @Test
    void aPlainGetHearsTheConnectPushAndThenPings() {
        try (GatewayFixture node = GatewayFixture.start(SETTINGS);
                RawStream stream = RawStream.get(node.port(), SSE)) {
            assertThat(stream.head().header("content-type")).contains("text/event-stream; charset=utf-8");
            assertThat(stream.nextLine()).isEmpty();
            assertThat(stream.nextEvent())
                    .startsWith("{\"connect\":{\"client\":\"")
                    .contains("\"ping\":1");
            assertThat(stream.nextEvent()).isEqualTo("{}");
        }
    }

    @Test
    void aConnectObjectMayComeInTheAddressOrInTheBody() {
        try (GatewayFixture node = GatewayFixture.start(SETTINGS)) {
            String connect = "{\"name\":\"board\"}";
            try (RawStream stream =
                    RawStream.get(node.port(), SSE + "?cf_connect=" + URLEncoder.encode(connect, UTF_8))) {
                assertThat(stream.nextLine()).isEmpty();
                assertThat(stream.nextEvent()).startsWith("{\"connect\":{");
            }
            try (RawStream stream = RawStream.post(node.port(), SSE, connect)) {
                assertThat(stream.nextLine()).isEmpty();
                assertThat(stream.nextEvent()).startsWith("{\"connect\":{");
            }
            try (RawStream stream = RawStream.post(node.port(), LINES, connect)) {
                assertThat(stream.nextChunk()).startsWith("{\"connect\":{").endsWith("}\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "[]", "{\"token\":7}", "{} {}", "{"})
    void anUndecodableConnectObjectIsRefused(String connect) {
        try (GatewayFixture node = GatewayFixture.start(SETTINGS);
                RawStream stream = RawStream.post(node.port(), LINES, connect)) {
            assertThat(stream.head().status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SSE, LINES})
    void aBackEndFindsThemByTheSessionThatTheyAreTold(String path) {
        try (GatewayFixture node = GatewayFixture.start(SETTINGS);
                RawStream stream = RawStream.post(node.port(), path, "{}")) {
            String line = stream.nextLine();
            String connect = line.isEmpty() ? stream.nextEvent() : line;
            String session = new JsonObject(connect).getJsonObject("connect").getString("session");

            new ServerApiClient(node.port()).call("disconnect", "{\"session\":\"" + session + "\"}");

            assertThat(stream.rest()).contains("{\"disconnect\":{\"code\":3503,\"reason\":\"force disconnect\"}}\n");
        }
    }

    @Test
    void aNodeThatStopsSaysSoAsTheLastPush() {
        GatewayFixture node = GatewayFixture.start(SETTINGS);
        try (RawStream stream = RawStream.post(node.port(), LINES, "{}")) {
            assertThat(stream.nextLine()).startsWith("{\"connect\":{");
            var stopping = node.stop();
            assertThat(stream.rest())
                    .endsWith("{\"disconnect\":{\"code\":3001,\"reason\":\"shutdown\",\"reconnect\":true}}\n");
            Outcomes.of(stopping);
        }
    }

    @Test
    void whoeverIsNotLetInIsTold() {
        try (GatewayFixture node = GatewayFixture.start("uni_http_stream.enabled=true", "client.insecure=false");
                RawStream stream = RawStream.post(node.port(), LINES, "{}")) {
            assertThat(stream.head().status()).isEqualTo(200);
            assertThat(stream.rest()).isEqualTo("{\"disconnect\":{\"code\":3501,\"reason\":\"bad request\"}}\n");
        }
    }
}
