package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.protobuf.Schema;
import io.sluice.common.protocol.protobuf.schema.ClientSchema;
import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.testing.Frame;
import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Neighbour;
import io.sluice.gateway.testing.Patience;
import io.sluice.gateway.testing.ProtobufClient;
import io.sluice.gateway.testing.ProtocolClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak protobuf, alone and beside those that speak JSON. */
@ExtendWith(LeakWatch.class)
class ProtobufIT {

    private static final Duration PATIENCE = Patience.OF_TESTS;
    private static final byte[] BINARY = {0, 1, -1, '\n'};

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
    void bothFormatsShareAChannel() {
        try (ProtobufClient binary = ProtobufClient.connect(node.port()).subscribe("shared");
                ProtocolClient json = ProtocolClient.connect(node.port()).subscribe("shared")) {
            json.publish("shared", new JsonObject().put("from", "json"));
            ClientSchema.Push push = binary.nextPublication();
            assertThat(push.getChannel()).isEqualTo("shared");
            assertThat(push.getPub().getData().toStringUtf8()).isEqualTo("{\"from\":\"json\"}");

            assertThat(binary.publish("shared", "{\n\"from\": \"protobuf\"}".getBytes(UTF_8))
                            .hasPublish())
                    .isTrue();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(json.received("shared"))
                    .containsExactly(new JsonObject().put("from", "json"), new JsonObject().put("from", "protobuf")));
        }
    }

    @Test
    void aBinaryPayloadClosesTheJsonClientsOfItsChannelAndNobodyElse() {
        try (ProtobufClient publisher = ProtobufClient.connect(node.port());
                ProtobufClient subscriber = ProtobufClient.connect(node.port()).subscribe("binary");
                ProtocolClient json = ProtocolClient.connect(node.port()).subscribe("binary");
                ProtocolClient elsewhere = ProtocolClient.connect(node.port()).subscribe("other")) {
            new Neighbour(node.port()).isUndisturbedBy(() -> {
                publisher.publish("binary", BINARY);
                assertThat(json.awaitClose().closeCode()).isEqualTo(3506);
            });
            assertThat(subscriber.nextPublication().getPub().getData().toByteArray())
                    .isEqualTo(BINARY);
            publisher.publish("binary", BINARY);
            publisher.publish("other", "1".getBytes(UTF_8));
            await().atMost(PATIENCE).until(() -> elsewhere.received("other").contains(1));
            assertThat(elsewhere.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?cf_protocol=protobuf", "?format=protobuf"})
    void protobufCanBeAskedForByQuery(String query) {
        try (ProtobufClient client =
                ProtobufClient.connect(node.port(), Handshake.plain().withTarget(Handshake.PATH + query))) {
            client.subscribe("a");
        }
    }

    /** The other side's compression is Netty's, as Vert.x uses it. */
    @Test
    void compressedFramesAreProtobufToo() {
        byte[] large = "{\"a\":\"%s\"}".formatted("abc".repeat(500)).getBytes(UTF_8);
        Vertx vertx = Vertx.vertx();
        try (GatewayFixture compressing = GatewayFixture.start("websocket.compression=true");
                ProtobufClient publisher = ProtobufClient.connect(compressing.port())) {
            WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
                    .setTryUsePerMessageCompression(true)
                    .setCompressionAllowClientNoContext(true));
            List<ClientSchema.Reply> received = new CopyOnWriteArrayList<>();
            WebSocket socket = Outcomes.of(client.connect(new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(compressing.port())
                    .setURI(Handshake.PATH)
                    .addSubProtocol(ProtobufClient.SUBPROTOCOL)));
            assertThat(socket.headers().get("Sec-WebSocket-Extensions")).startsWith("permessage-deflate");
            socket.binaryMessageHandler(message -> received.addAll(Schema.replies(message.getBytes())));
            Outcomes.of(socket.writeBinaryMessage(Buffer.buffer(Schema.frame(
                    ClientSchema.Command.newBuilder()
                            .setId(1)
                            .setConnect(ClientSchema.ConnectRequest.getDefaultInstance())
                            .build(),
                    ClientSchema.Command.newBuilder()
                            .setId(2)
                            .setSubscribe(
                                    ClientSchema.SubscribeRequest.newBuilder().setChannel("a"))
                            .build()))));
            await().atMost(PATIENCE).until(() -> received.size() == 2);
            publisher.publish("a", large);
            publisher.publish("a", BINARY);
            await().atMost(PATIENCE).until(() -> received.size() == 4);
            assertThat(received.get(2).getPush().getPub().getData().toByteArray())
                    .isEqualTo(large);
            assertThat(received.get(3).getPush().getPub().getData().toByteArray())
                    .isEqualTo(BINARY);
            Outcomes.of(client.close()); // Held until here: one that is collected closes its connections.
        } finally {
            Outcomes.of(vertx.close());
        }
    }

    @Test
    void aPingIsOneZeroByteAndAPongToo() {
        try (GatewayFixture eager = GatewayFixture.start("client.ping_interval=3s", "client.pong_timeout=2900ms");
                ProtobufClient client = ProtobufClient.connect(eager.port())) {
            for (int i = 0; i < 2; i++) {
                assertThat(client.next()).isEqualTo(ClientSchema.Reply.getDefaultInstance());
                client.send(new byte[] {0});
            }
            assertThat(client.next()).isEqualTo(ClientSchema.Reply.getDefaultInstance());
            assertThat(client.awaitClose().closeCode()).as("no pong").isEqualTo(3012);
        }
    }

    @Test
    void anErrorIsAReply() {
        try (ProtobufClient client = ProtobufClient.connect(node.port())) {
            ClientSchema.Reply reply = client.call(
                    ClientSchema.Command.newBuilder().setPing(ClientSchema.PingRequest.getDefaultInstance()));
            assertThat(reply.getError().getCode()).isEqualTo(108);
            assertThat(reply.getError().getMessage()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "05", "ffffffffffffffffffffff01", "7b7d", "020e01", "073a050a03c3280a"})
    void aMalformedFrameClosesItsSenderAlone(String hex) {
        new Neighbour(node.port()).isUndisturbedBy(() -> {
            try (ProtobufClient client = ProtobufClient.connect(node.port())) {
                client.send(HexFormat.of().parseHex(hex));
                Frame close = client.awaitClose();
                assertThat(close.closeCode()).isEqualTo(3501);
                assertThat(close.closeReason()).isEqualTo("bad request");
            }
        });
    }

    @Test
    void randomBytesCloseTheirSenderAlone() {
        Random random = new Random(42);
        new Neighbour(node.port()).isUndisturbedBy(() -> {
            for (int i = 0; i < 50; i++) {
                try (ProtobufClient client = ProtobufClient.connect(node.port())) {
                    byte[] bytes = new byte[1 + random.nextInt(1000)];
                    random.nextBytes(bytes);
                    bytes[0] |= (byte) 0x80;
                    client.send(bytes);
                    assertThat(client.awaitClose().closeCode()).isBetween(3500, 3501);
                }
            }
        });
    }
}
