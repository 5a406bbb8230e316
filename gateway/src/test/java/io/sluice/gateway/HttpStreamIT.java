package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.testing.EmulationPosts;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Metrics;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.RawStream;
import io.sluice.gateway.testing.ServerApiClient;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients whose messages stream over HTTP in lines, and whose commands come as requests, on one node. */
@ExtendWith(LeakWatch.class)
class HttpStreamIT {

    private static final String WRITE_TIMEOUTS = "sluice_gateway_slow_consumer_events_total{policy=\"write_timeout\"";
    private static final String PATH = "/connection/http_stream";
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final Duration PATIENCE = Patience.OF_TESTS;

    private static GatewayFixture node;
    private static Metrics metrics;

    private final String channel = "stream-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        node = GatewayFixture.start("http_stream.enabled=true", "http_stream.write_timeout=60s");
        metrics = new Metrics(node.managementPort());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void theHeadKeepsIntermediariesFromHoldingTheStream() {
        try (RawStream stream = RawStream.post(node.port(), PATH, CONNECT)) {
            assertThat(stream.head().status()).isEqualTo(200);
            assertThat(stream.head().header("x-accel-buffering")).contains("no");
            assertThat(stream.head().header("cache-control"))
                    .contains("private, no-cache, no-store, must-revalidate, max-age=0");
            assertThat(stream.head().header("connection")).contains("keep-alive");
            assertThat(stream.head().header("transfer-encoding")).contains("chunked");
        }
    }

    @Test
    void theConnectReplyNamesSessionAndNodeAndNoBlankLinePrecedesIt() {
        try (RawStream stream = RawStream.post(node.port(), PATH, CONNECT)) {
            String reply = stream.nextChunk();
            assertThat(reply).startsWith("{\"id\":1,\"connect\":{").endsWith("}}\n");
            EmulationPosts posts = EmulationPosts.of(reply);
            assertThat(posts.session()).matches("[0-9a-f-]{36}");
            assertThat(posts.node()).matches("[0-9a-f-]{36}");
        }
    }

    @Test
    void commandsAreAnsweredOverTheStreamInTheirOrder() {
        try (RawStream stream = RawStream.post(node.port(), PATH, CONNECT)) {
            EmulationPosts posts = EmulationPosts.of(stream.nextLine());
            posts.send(
                    node.port(),
                    "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}",
                    "{\"id\":3,\"publish\":{\"channel\":\"" + channel + "\",\"data\":{\"n\":1}}}");
            assertThat(stream.nextLine()).startsWith("{\"id\":2,\"subscribe\":");
            assertThat(stream.nextLine() + stream.nextLine())
                    .contains("{\"id\":3,\"publish\":{}}")
                    .contains("\"pub\":{\"data\":{\"n\":1}");
            posts.send(node.port(), "{\"id\":4,\"unsubscribe\":{\"channel\":\"" + channel + "\"}}");
            assertThat(stream.nextLine()).isEqualTo("{\"id\":4,\"unsubscribe\":{}}");
        }
    }

    @Test
    void publicationsComeAtOnceOneInEachLine() {
        try (RawStream stream = subscribed()) {
            ServerApiClient backEnd = new ServerApiClient(node.port());
            for (int i = 0; i < 100; i++) {
                backEnd.publish(channel, i);
                assertThat(stream.nextLine()).contains("\"data\":" + i + "}");
            }
        }
    }

    @Test
    void manyRequestsInARowAreHandledInTheOrderOfArrival() {
        try (RawStream stream = RawStream.post(node.port(), PATH, CONNECT)) {
            EmulationPosts posts = EmulationPosts.of(stream.nextLine());
            for (int id = 2; id < 102; id++) {
                posts.send(node.port(), "{\"id\":" + id + ",\"ping\":{}}");
            }
            for (int id = 2; id < 102; id++) {
                assertThat(stream.nextLine()).startsWith("{\"id\":" + id + ",");
            }
        }
    }

    @Test
    void anUndecodableConnectEndsTheStreamWithAReason() {
        try (RawStream stream = RawStream.post(node.port(), PATH, "nonsense")) {
            assertThat(stream.head().status()).isEqualTo(200);
            assertThat(stream.rest())
                    .isEqualTo("{\"push\":{\"disconnect\":{\"code\":3501,\"reason\":\"bad request\"}}}\n");
            stream.awaitEnd();
        }
    }

    @Test
    void anUndecodableCommandEndsTheStreamThatItIsFor() {
        try (RawStream stream = RawStream.post(node.port(), PATH, CONNECT)) {
            EmulationPosts posts = EmulationPosts.of(stream.nextLine());
            posts.send(node.port(), "nonsense");
            assertThat(stream.rest()).contains("\"code\":3501");
        }
    }

    @Test
    void aReplayedConnectEndsTheStream() {
        try (RawStream stream = RawStream.post(node.port(), PATH, CONNECT)) {
            EmulationPosts posts = EmulationPosts.of(stream.nextLine());
            posts.send(node.port(), CONNECT);
            assertThat(stream.rest()).contains("\"code\":3501");
        }
    }

    @Test
    void aReplayedRequestIsAnsweredAsAnotherCommand() {
        try (RawStream stream = RawStream.post(node.port(), PATH, CONNECT)) {
            EmulationPosts posts = EmulationPosts.of(stream.nextLine());
            String subscribe = "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}";
            posts.send(node.port(), subscribe);
            posts.send(node.port(), subscribe);
            assertThat(stream.nextLine()).startsWith("{\"id\":2,\"subscribe\":");
            assertThat(stream.nextLine()).startsWith("{\"id\":2,\"error\":{\"code\":105");
        }
    }

    @Test
    void aPongThatNobodyAskedForEndsTheStream() {
        try (RawStream stream = RawStream.post(node.port(), PATH, CONNECT)) {
            EmulationPosts.of(stream.nextLine()).send(node.port(), "{}");
            assertThat(stream.rest()).contains("\"code\":3501");
        }
    }

    @Test
    void aStreamThatHasEndedHasNoSessionAnyMore() {
        EmulationPosts posts;
        try (RawStream stream = RawStream.post(node.port(), PATH, CONNECT)) {
            posts = EmulationPosts.of(stream.nextLine());
        }
        await().atMost(PATIENCE).until(() -> metrics.sum("sluice_gateway_connections{") == 0);
        posts.send(node.port(), "{\"id\":2,\"ping\":{}}");
        assertThat(metrics.sum("sluice_gateway_connections{")).isZero();
    }

    @Test
    void whatAClientSendsBehindItsRequestIsDropped() {
        try (RawStream stream = subscribed()) {
            stream.send(RawStream.request("POST", PATH, "HTTP/1.1", CONNECT));
            stream.send("nonsense\r\n\r\n\u0000");
            new ServerApiClient(node.port()).publish(channel, 1);
            assertThat(stream.nextLine()).contains("\"data\":1}");
        }
    }

    @Test
    void anOldClientGetsTheStreamWithoutChunks() {
        try (RawStream stream = RawStream.postInVersion("HTTP/1.0", node.port(), PATH, CONNECT)) {
            assertThat(stream.head().header("transfer-encoding")).isEmpty();
            EmulationPosts posts = EmulationPosts.of(stream.nextPlainLine());
            posts.send(node.port(), "{\"id\":2,\"ping\":{}}");
            assertThat(stream.nextPlainLine()).startsWith("{\"id\":2,");
        }
    }

    @Test
    void manyCommandsInOneRequestAreAllAnswered() {
        try (RawStream stream = RawStream.post(node.port(), PATH, CONNECT)) {
            EmulationPosts posts = EmulationPosts.of(stream.nextLine());
            posts.send(
                    node.port(),
                    IntStream.range(2, 1002)
                            .mapToObj(id -> "{\"id\":" + id + ",\"ping\":{}}")
                            .collect(Collectors.joining("\n")));
            for (int id = 2; id < 1002; id++) {
                assertThat(stream.nextLine()).startsWith("{\"id\":" + id + ",");
            }
        }
    }

    @Test
    void aClientThatTakesNothingIsCutOff() {
        try (GatewayFixture strict = GatewayFixture.start(
                        "http_stream.enabled=true",
                        "http_stream.write_timeout=500ms",
                        "client.queue_max_size=" + (64 << 20));
                RawStream stream = RawStream.postSlowly(strict.port(), PATH, CONNECT, 4096)) {
            EmulationPosts.of(stream.nextLine())
                    .send(strict.port(), "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}");
            assertThat(stream.nextLine()).startsWith("{\"id\":2,");
            ServerApiClient backEnd = new ServerApiClient(strict.port());
            String large = "x".repeat(64_000);
            for (int i = 0; i < 160; i++) { // 10 MB: more than the sockets of both sides hold.
                backEnd.publish(channel, large);
            }
            Metrics ofStrict = new Metrics(strict.managementPort());
            await().atMost(PATIENCE).until(() -> ofStrict.sum(WRITE_TIMEOUTS) == 1);
        }
    }

    @Test
    void aClientThatReadsLateMissesNothing() {
        try (RawStream stream = subscribed()) {
            ServerApiClient backEnd = new ServerApiClient(node.port());
            String large = "x".repeat(64_000);
            for (int i = 0; i < 20; i++) {
                backEnd.publish(channel, large + i);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(stream.nextLine()).contains("x" + i + "\"}");
            }
        }
    }

    @Test
    void aNodeThatStopsSaysSoAndEndsTheStream() {
        GatewayFixture leaving = GatewayFixture.start("http_stream.enabled=true");
        try (RawStream stream = RawStream.post(leaving.port(), PATH, CONNECT)) {
            stream.nextLine();
            var stopping = leaving.stop();
            assertThat(stream.rest())
                    .isEqualTo(
                            "{\"push\":{\"disconnect\":{\"code\":3001,\"reason\":\"shutdown\",\"reconnect\":true}}}\n");
            stream.awaitEnd();
            Outcomes.of(stopping);
        }
    }

    @Test
    void pingsAreAnsweredByRequestsAndAMissingAnswerEndsTheStream() {
        try (GatewayFixture pinging = GatewayFixture.start(
                        "http_stream.enabled=true", "client.ping_interval=3s", "client.pong_timeout=2900ms");
                RawStream stream = RawStream.post(pinging.port(), PATH, CONNECT)) {
            EmulationPosts posts = EmulationPosts.of(stream.nextLine());
            assertThat(stream.nextLine()).isEqualTo("{}");
            posts.send(pinging.port(), "{}");
            assertThat(stream.nextLine()).as("the next ping").isEqualTo("{}");
            assertThat(stream.rest())
                    .isEqualTo(
                            "{\"push\":{\"disconnect\":{\"code\":3012,\"reason\":\"no pong\",\"reconnect\":true}}}\n");
        }
    }

    @Test
    void theEndpointIsOffUnlessItIsTurnedOn() {
        try (GatewayFixture plain = GatewayFixture.start();
                RawStream stream = RawStream.post(plain.port(), PATH, CONNECT)) {
            assertThat(stream.head().status()).isEqualTo(404);
            assertThat(EmulationPosts.post(plain.port(), "{}").statusCode()).isEqualTo(404);
        }
    }

    private RawStream subscribed() {
        RawStream stream = RawStream.post(node.port(), PATH, CONNECT);
        EmulationPosts.of(stream.nextLine())
                .send(node.port(), "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}");
        assertThat(stream.nextLine()).startsWith("{\"id\":2,");
        return stream;
    }
}
