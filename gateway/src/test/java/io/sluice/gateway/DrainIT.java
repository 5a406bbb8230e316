package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.cluster.NodeRegistry;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisKeys;
import io.sluice.common.redis.RedisSettings;
import io.sluice.common.redis.ServerCommands;
import io.sluice.common.redis.TestRedis;
import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.Metrics;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.ProtocolClient;
import io.sluice.gateway.testing.RawStream;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node that gives its clients away, with and without stopping. */
class DrainIT {

    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        Outcomes.of(vertx.close());
    }

    private GatewayFixture node(String... settings) {
        GatewayFixture node = GatewayFixture.start(2, settings);
        opened.add(node);
        return node;
    }

    private ProtocolClient client(GatewayFixture node) {
        ProtocolClient client = ProtocolClient.connect(node.port());
        opened.add(client);
        return client;
    }

    private static JsonObject order(GatewayFixture node, String path) {
        ServerApiClient.Answer answer = new ServerApiClient(node.managementPort()).postPath(path, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static JsonObject status(GatewayFixture node) {
        return new ServerApiClient(node.managementPort()).getPath("/drain").json();
    }

    @Test
    void anOperatorDrainsANodeAndTakesItBack() {
        GatewayFixture node = node();
        Metrics metrics = new Metrics(node.managementPort());
        List<ProtocolClient> clients = List.of(client(node), client(node), client(node));
        assertThat(status(node).getString("state")).isEqualTo("serving");
        assertThat(status(node).getInteger("remaining")).isEqualTo(3);

        assertThat(order(node, "/drain?period=3s").getString("state")).isEqualTo("draining");

        assertThat(metrics.isReady()).isFalse();
        clients.forEach(client -> assertThat(client.awaitClose().closeCode()).isEqualTo(3001));
        await().until(() -> status(node).getString("state").equals("drained"));
        assertThat(RawWebSocket.refusal(node.port(), Handshake.plain()).status())
                .isEqualTo(503);
        assertThat(metrics.sum("sluice_gateway_drain_closed_total")).isEqualTo(3);
        assertThat(metrics.sum("sluice_gateway_draining")).isEqualTo(1);

        assertThat(order(node, "/undrain").getString("state")).isEqualTo("serving");
        assertThat(metrics.isReady()).isTrue();
        assertThat(client(node).isOpen()).isTrue();
        assertThat(metrics.sum("sluice_gateway_draining")).isZero();
    }

    @Test
    void aDrainThatIsTakenBackLeavesTheOthersConnected() {
        GatewayFixture node = node();
        List<ProtocolClient> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(client(node));
        }
        order(node, "/drain?period=1h");
        await().until(() -> clients.stream().anyMatch(client -> !client.isOpen()));
        order(node, "/undrain");

        assertThat(clients.stream().filter(ProtocolClient::isOpen)).hasSize(4);
        assertThat(client(node).isOpen()).isTrue();
    }

    @Test
    void everyKindOfClientIsToldAtItsEnd() {
        GatewayFixture node = node(
                "http_stream.enabled=true", "sse.enabled=true", "uni_sse.enabled=true", "uni_websocket.enabled=true");
        RawStream stream = RawStream.post(node.port(), "/connection/http_stream", "{\"id\":1,\"connect\":{}}");
        opened.add(stream);
        RawStream uni = RawStream.get(node.port(), "/connection/uni_sse?cf_connect=%7B%7D");
        opened.add(uni);
        assertThat(stream.nextLine()).contains("connect");

        order(node, "/drain?period=100ms");

        assertThat(stream.rest()).contains("\"disconnect\":{\"code\":3001,\"reason\":\"shutdown\"");
        assertThat(uni.rest()).contains("\"code\":3001");
        await().until(() -> status(node).getString("state").equals("drained"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/drain?period=soon|400|period: expected a duration such as 25s",
                "/drain?period=-1s|400|period: expected a duration",
                "/drain?period=25h|400|period must be 0 to 24h",
                "/drain?periode=1s|400|there is no parameter periode, only period",
                "/undrain?period=1s|400|there is no parameter period",
            })
    void badOrdersAreRefusedInWordsAndChangeNothing(String path, int status, String words) {
        GatewayFixture node = node();
        ServerApiClient.Answer answer = new ServerApiClient(node.managementPort()).postPath(path, "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().getString("error")).contains(words);
        assertThat(status(node).getString("state")).isEqualTo("serving");
    }

    @Test
    void anUndrainByGetIsNotAllowed() {
        assertThat(new ServerApiClient(node().managementPort())
                        .getPath("/undrain")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void aNodeThatStopsCannotBeTakenBack() {
        GatewayFixture node = node("drain.period=1h");
        client(node);
        client(node); // One of them is told at once, and the node waits for the other.
        Future<Void> stopped = node.stop();
        ServerApiClient.Answer answer = new ServerApiClient(node.managementPort()).postPath("/undrain", "");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(stopped.isComplete()).isFalse();
    }

    @Test
    void aRequestThatIsUnderWayWhenTheNodeStopsIsAnswered() throws IOException {
        GatewayFixture node = node();
        String body = "{\"channel\":\"news\",\"data\":{}}";
        String request = "POST /api/publish HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout((int) Patience.OF_TESTS.toMillis());
            socket.getOutputStream().write((request + body.substring(0, 5)).getBytes(UTF_8));
            await().until(() ->
                    new ServerApiClient(node.port()).call("info", "{}").status() == 200);
            Future<Void> stopped = node.stop();
            await().until(() -> refuses(node.port()));
            assertThat(stopped.isComplete()).isFalse();

            socket.getOutputStream().write(body.substring(5).getBytes(UTF_8));

            assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 200");
            await().until(stopped::isComplete);
        }
    }

    @Test
    void theRegistryKnows() {
        String prefix = "drain-" + UUID.randomUUID();
        RedisSettings redis = TestRedis.shared().settings();
        ServerCommands commands = new ServerCommands(vertx, redis);
        Outcomes.of(commands.start());
        NodeRegistry registry = new NodeRegistry(commands, RedisKeys.of(prefix));
        GatewayFixture node = node(
                "engine.type=redis",
                "engine.redis.address=" + TestRedis.shared().uri(),
                "engine.redis.prefix=" + prefix);
        client(node);
        await().until(() -> draining(registry), List.of(false)::equals);

        order(node, "/drain?period=1h");
        await().until(() -> draining(registry), List.of(true)::equals);

        order(node, "/undrain");
        await().until(() -> draining(registry), List.of(false)::equals);
    }

    private static List<Boolean> draining(NodeRegistry registry) {
        return Outcomes.of(registry.list()).stream().map(NodeRecord::draining).toList();
    }

    private static boolean refuses(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
