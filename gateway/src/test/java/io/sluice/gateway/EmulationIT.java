package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.testing.EmulationPosts;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.RawStream;
import io.sluice.gateway.testing.ServerApiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with commands that reach another node of the cluster than the one with the client's stream. */
@ExtendWith(LeakWatch.class)
class EmulationIT {

    private static final Duration PATIENCE = Patience.OF_TESTS;
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final String PING = "{\"id\":9,\"ping\":{}}";

    private final TestRedis redis = TestRedis.exclusive();
    private final String channel = "emulation-" + UUID.randomUUID();
    private ServerSocket silence; // Takes connections, and never says a word.
    private GatewayFixture home;
    private GatewayFixture other;
    private RawStream stream;
    private EmulationPosts posts;

    @BeforeEach
    void start() throws IOException {
        silence = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        home = node();
        other = node();
        stream = RawStream.post(home.port(), "/connection/http_stream", CONNECT);
        posts = EmulationPosts.of(stream.nextLine());
        awaitAcquaintance();
    }

    @AfterEach
    void stop() throws IOException {
        stream.close();
        silence.close();
        home.close();
        other.close();
        redis.close();
    }

    @Test
    void commandsReachTheStreamByWayOfAnyNode() {
        posts.send(other.port(), "{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}");
        assertThat(stream.nextLine()).startsWith("{\"id\":2,\"subscribe\":");
        new ServerApiClient(other.port()).publish(channel, 1);
        assertThat(stream.nextLine()).contains("\"data\":1}");
        posts.send(home.port(), PING);
        assertThat(stream.nextLine()).startsWith("{\"id\":9,");
    }

    @Test
    void requestsByWayOfAnotherNodeKeepTheirOrder() {
        for (int id = 2; id < 102; id++) {
            posts.send(other.port(), "{\"id\":" + id + ",\"ping\":{}}");
        }
        for (int id = 2; id < 102; id++) {
            assertThat(stream.nextLine()).startsWith("{\"id\":" + id + ",");
        }
    }

    @Test
    void aWrongSessionIsNotToldApartAndDoesNothing() {
        EmulationPosts wrong = new EmulationPosts(UUID.randomUUID().toString(), posts.node());
        wrong.send(home.port(), PING);
        wrong.send(other.port(), PING);
        new EmulationPosts("", posts.node()).send(other.port(), PING);
        new EmulationPosts("s".repeat(10_000), posts.node()).send(other.port(), PING);
        posts.send(other.port(), "{\"id\":2,\"ping\":{}}");
        assertThat(stream.nextLine()).as("nothing was ahead").startsWith("{\"id\":2,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody", "*", "no body", "no\\nbody"})
    void aWrongNodeIsNotFound(String node) {
        String body = "{\"session\":\"" + posts.session() + "\",\"node\":\"" + node + "\",\"data\":\"{}\"}";
        HttpResponse<String> answer = EmulationPosts.post(home.port(), body);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("there is no such node any more: connect again\n");
    }

    @Test
    void aNodeThatHasGoneIsNotFound() {
        home.close();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        EmulationPosts.post(other.port(), posts.body(PING)).statusCode())
                .isEqualTo(404));
    }

    @Test
    void withoutRedisOwnSessionsAreServedAndOthersAreToldToTryAgain() {
        redis.killForcibly();
        HttpResponse<String> answer = EmulationPosts.post(other.port(), posts.body(PING));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("try again");
        posts.send(home.port(), PING);
        assertThat(stream.nextLine()).startsWith("{\"id\":9,");
        redis.restart();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(EmulationPosts.post(other.port(), posts.body("{\"id\":10,\"ping\":{}}"))
                                .statusCode())
                        .isEqualTo(204));
        assertThat(stream.nextLine()).startsWith("{\"id\":10,");
    }

    /** The first command waits for a back end that says nothing, and all others wait for it. */
    @Test
    void aClientThatSendsMuchFasterThanItIsServedIsDisconnectedAndMayComeBack() {
        posts.send(other.port(), "{\"id\":2,\"rpc\":{}}", "{\"id\":3,\"rpc\":{}}");
        String more = "{\"id\":9,\"rpc\":{\"data\":\"" + "x".repeat(100_000) + "\"}}";
        for (int i = 0; i < 3; i++) {
            posts.send(other.port(), more);
        }
        assertThat(stream.rest())
                .endsWith(
                        "{\"push\":{\"disconnect\":{\"code\":3013,\"reason\":\"too many requests\",\"reconnect\":true}}}\n");
    }

    private GatewayFixture node() {
        return GatewayFixture.start(
                "engine.type=redis",
                "engine.redis.address=" + redis.uri(),
                "http_stream.enabled=true",
                "emulation.max_request_body_size=1048576",
                "rpc.without_namespace.proxy_enabled=true",
                "rpc.proxy.endpoint=http://127.0.0.1:" + silence.getLocalPort(),
                "rpc.proxy.timeout=60s");
    }

    /** Nodes hear each other a moment after they have started. */
    private void awaitAcquaintance() {
        EmulationPosts nobody = new EmulationPosts("", posts.node());
        await().atMost(PATIENCE)
                .until(() ->
                        EmulationPosts.post(other.port(), nobody.body(PING)).statusCode() == 204);
    }
}
