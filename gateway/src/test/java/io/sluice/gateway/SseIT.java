package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.testing.EmulationPosts;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.RawStream;
import io.sluice.gateway.testing.ServerApiClient;
import java.net.URLEncoder;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that read server-sent events, and whose commands come as requests. */
@ExtendWith(LeakWatch.class)
class SseIT {

    private static final String PATH = "/connection/sse";
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final String CONNECT_BY_GET = PATH + "?cf_connect=" + URLEncoder.encode(CONNECT, UTF_8);

    private static GatewayFixture node;

    @BeforeAll
    static void start() {
        node = GatewayFixture.start("sse.enabled=true");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aBlankLineOpensTheStreamAndTheConnectReplyIsTheFirstEvent() {
        try (RawStream stream = RawStream.get(node.port(), CONNECT_BY_GET)) {
            assertThat(stream.head().status()).isEqualTo(200);
            assertThat(stream.head().header("content-type")).contains("text/event-stream; charset=utf-8");
            assertThat(stream.head().header("x-accel-buffering")).contains("no");
            assertThat(stream.nextLine()).isEmpty();
            assertThat(stream.nextEvent()).startsWith("{\"id\":1,\"connect\":{");
        }
    }

    @Test
    void theHeadComesBeforeAnythingIsKnownOfTheClient() {
        try (RawStream stream = RawStream.get(node.port(), PATH + "?cf_connect=nonsense")) {
            assertThat(stream.head().status()).isEqualTo(200);
            assertThat(stream.nextLine()).isEmpty();
            assertThat(stream.nextEvent())
                    .isEqualTo("{\"push\":{\"disconnect\":{\"code\":3501,\"reason\":\"bad request\"}}}");
            assertThat(stream.rest()).isEmpty();
        }
    }

    @Test
    void commandsAndPublicationsGoTheSameWayAsOnAnyTransport() {
        String channel = "events-" + UUID.randomUUID();
        try (RawStream stream = RawStream.post(node.port(), PATH, CONNECT)) {
            assertThat(stream.nextLine()).isEmpty();
            EmulationPosts posts = EmulationPosts.of(stream.nextEvent());
            posts.send(node.port(), "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}");
            assertThat(stream.nextEvent()).startsWith("{\"id\":2,\"subscribe\":");
            ServerApiClient backEnd = new ServerApiClient(node.port());
            for (int i = 0; i < 100; i++) {
                backEnd.publish(channel, "line\nbreak " + i);
                assertThat(stream.nextEvent()).contains("\"data\":\"line\\nbreak " + i + "\"}");
            }
        }
    }

    @Test
    void protobufIsNotForEvents() {
        try (RawStream stream = RawStream.post(node.port(), PATH, CONNECT, "Content-Type: application/octet-stream")) {
            assertThat(stream.nextLine()).isEmpty();
            assertThat(stream.nextEvent()).startsWith("{\"id\":1,\"connect\":{");
        }
    }

    @Test
    void aGetWithoutAConnectCommandIsRefused() {
        try (RawStream stream = RawStream.get(node.port(), PATH)) {
            assertThat(stream.head().status()).isEqualTo(400);
        }
    }

    @Test
    void aTokenOfSeveralKilobytesFitsIntoTheAddress() {
        String connect = "{\"id\":1,\"connect\":{\"name\":\"" + "x".repeat(12_000) + "\"}}";
        try (RawStream stream = RawStream.get(node.port(), PATH + "?cf_connect=" + URLEncoder.encode(connect, UTF_8))) {
            assertThat(stream.head().status()).isEqualTo(200);
            assertThat(stream.nextLine()).isEmpty();
            assertThat(stream.nextEvent()).startsWith("{\"id\":1,\"connect\":{");
        }
    }
}
