package io.sluice.gateway.transport.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.GatewayFixture;
import io.sluice.gateway.testing.Frame;
import io.sluice.gateway.testing.Frames;
import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Metrics;
import io.sluice.gateway.testing.ProtocolClient;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate between a node and its clients. */
@ExtendWith(LeakWatch.class)
class DeflateIT {

    private static final String HEADER = "Sec-WebSocket-Extensions";
    private static final Handshake OFFER = Handshake.plain().with(HEADER, "permessage-deflate; client_max_window_bits");
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";

    private static final int RSV1 = 0x40;
    private static final int RSV2 = 0x20;
    private static final int COMPRESSED_TEXT = Frames.FINAL | RSV1 | Frame.TEXT;

    /** Two loops, so that clients of one channel live on both. */
    private static GatewayFixture node;

    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        node = GatewayFixture.start(2, "websocket.compression=true");
    }

    @AfterAll
    static void stop() {
        node.close();
        Outcomes.of(vertx.close());
    }

    @Test
    void anOfferIsAnsweredWithoutContextTakeOver() {
        assertThat(answer(OFFER))
                .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    }

    @Test
    void nothingIsAnsweredToWhoOffersNothingThatCanBeKept() {
        assertThat(answer(Handshake.plain())).isEmpty();
        assertThat(answer(OFFER.with(HEADER, "permessage-deflate; server_max_window_bits=10")))
                .isEmpty();
    }

    @Test
    void clientsWithAndWithoutCompressionReceiveTheSame() {
        List<Object> data = new ArrayList<>(List.of(1, "\u00e9\ud834\udd1e", "x".repeat(1000)));
        Random random = new Random(7);
        for (int length : new int[] {60, 500, 65_400, 65_536, 200_000}) {
            data.add(random.ints(length, 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
        }
        try (ProtocolClient plain = ProtocolClient.connect(node.port()).subscribe("mixed");
                DeflateClient one = client().subscribe("mixed");
                DeflateClient other = client().subscribe("mixed")) {
            data.forEach(each -> new ServerApiClient(node.port()).publish("mixed", each));

            await().untilAsserted(() -> assertThat(plain.received("mixed")).isEqualTo(data));
            await().untilAsserted(() -> assertThat(one.received()).isEqualTo(data));
            await().untilAsserted(() -> assertThat(other.received()).isEqualTo(data));
        }
    }

    @Test
    void aClientThatCompressesIsUnderstoodAndReadsWhatIsJoined() {
        String longText = "compress me ".repeat(100);
        try (DeflateClient client = client().subscribe("spoken")) {
            client.publish("spoken", longText, 2, longText + "!", "\u00e9");

            await().untilAsserted(
                            () -> assertThat(client.received()).containsExactly(longText, 2, longText + "!", "\u00e9"));
        }
    }

    @Test
    void aPublicationIsCompressedOnceWhateverTheNumberOfItsReceivers() {
        Metrics metrics = new Metrics(node.managementPort());
        List<DeflateClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(client().subscribe("once"));
        }
        double before = metrics.sum("sluice_gateway_deflated_messages_total");

        new ServerApiClient(node.port()).publish("once", "again and ".repeat(50));

        await().until(() ->
                clients.stream().allMatch(client -> client.received().size() == 1));
        assertThat(metrics.sum("sluice_gateway_deflated_messages_total") - before)
                .isEqualTo(1);
        clients.forEach(DeflateClient::close);
    }

    @Test
    void answersShareACompressedFrame() {
        try (RawWebSocket socket = RawWebSocket.open(node.port(), OFFER)) {
            socket.send(compressed(CONNECT + "\n{\"id\":2,\"rpc\":{}}\n{\"id\":3,\"subscribe\":{\"channel\":\"a\"}}"));

            Frame first = socket.nextFrame();
            assertThat(first.firstByte()).isEqualTo(COMPRESSED_TEXT);
            List<String> answers = new ArrayList<>(text(first).lines().toList());
            assertThat(answers).hasSizeGreaterThan(1);
            while (answers.size() < 3) {
                text(socket.nextFrame()).lines().forEach(answers::add);
            }
            assertThat(answers).hasSize(3);
            assertThat(answers.get(0)).startsWith("{\"id\":1,\"connect\":{");
            assertThat(answers.get(1)).startsWith("{\"id\":2,\"error\":{");
            assertThat(answers.get(2)).isEqualTo("{\"id\":3,\"subscribe\":{}}");
        }
    }

    @Test
    void whatIsTooShortToGainIsSentPlain() {
        try (RawWebSocket socket = RawWebSocket.open(node.port(), OFFER)) {
            socket.sendText(CONNECT);
            assertThat(socket.nextFrame().firstByte()).isEqualTo(COMPRESSED_TEXT);
            socket.sendText("{\"id\":2,\"subscribe\":{\"channel\":\"short\"}}");

            assertThat(socket.nextFrame())
                    .isEqualTo(new Frame(Frames.FINAL | Frame.TEXT, "{\"id\":2,\"subscribe\":{}}".getBytes(UTF_8)));
        }
    }

    @Test
    void whatIsBelowTheSmallestSizeIsSentPlain() {
        try (GatewayFixture choosy =
                        GatewayFixture.start("websocket.compression=true", "websocket.compression_min_size=1000");
                RawWebSocket socket = RawWebSocket.open(choosy.port(), OFFER)) {
            socket.sendText(CONNECT);

            assertThat(socket.nextFrame().isPlain()).isTrue();
        }
    }

    @Test
    void fragmentsOfACompressedMessageAreOneEvenWithAPingBetweenThem() {
        byte[] message = DeflatedSamples.deflated(CONNECT);
        try (RawWebSocket socket = RawWebSocket.open(node.port(), OFFER)) {
            socket.send(Frames.frame(RSV1 | Frame.TEXT, Arrays.copyOf(message, 3)));
            socket.send(Frames.frame(Frames.FINAL | Frame.PING, new byte[] {1, 2}));
            socket.send(
                    Frames.frame(Frames.FINAL | Frame.CONTINUATION, Arrays.copyOfRange(message, 3, message.length)));

            assertThat(socket.nextFrame()).isEqualTo(new Frame(Frames.FINAL | Frame.PONG, new byte[] {1, 2}));
            assertThat(text(socket.nextFrame())).contains("\"connect\"");
        }
    }

    @Test
    void framesBehindTheHandshakeAreNotLost() {
        try (RawWebSocket socket = RawWebSocket.open(node.port(), OFFER, Frames.text(CONNECT))) {
            assertThat(text(socket.nextFrame())).contains("\"connect\"");
            socket.send(compressed("{\"id\":2,\"subscribe\":{\"channel\":\"behind\"}}"));
            assertThat(text(socket.nextFrame())).isEqualTo("{\"id\":2,\"subscribe\":{}}");
        }
    }

    @Test
    void aBombIsTooBig() {
        byte[] bomb = DeflatedSamples.deflated("\0".repeat(60_000_000));
        assertThat(bomb.length).isBetween(50_000, 65_536);
        assertThat(closeCodeAfter(Frames.frame(COMPRESSED_TEXT, bomb))).isEqualTo(1009);
        int half = bomb.length / 2;
        assertThat(closeCodeAfter(
                        Frames.frame(RSV1 | Frame.BINARY, Arrays.copyOf(bomb, half)),
                        Frames.frame(Frames.FINAL | Frame.CONTINUATION, Arrays.copyOfRange(bomb, half, bomb.length))))
                .isEqualTo(1009);
    }

    @Test
    void tooManyCompressedBytesAreTooBigAsWell() {
        byte[] random = new byte[70_000];
        new Random(7).nextBytes(random);
        byte[] bytes = DeflatedSamples.deflated(random, Deflater.BEST_SPEED, Deflater.DEFAULT_STRATEGY);
        assertThat(closeCodeAfter(Frames.frame(COMPRESSED_TEXT, bytes))).isEqualTo(1009);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "{\"id\":1,\"connect\":{}}"})
    void whatIsNotDeflatedIsNoValidPayload(String text) {
        assertThat(closeCodeAfter(Frames.frame(COMPRESSED_TEXT, text.getBytes(UTF_8))))
                .isEqualTo(1007);
    }

    @Test
    void compressedTextHasToBeUtf8() {
        byte[] bytes = DeflatedSamples.deflated(new byte[] {'"', (byte) 0xC3, '"'}, 6, Deflater.DEFAULT_STRATEGY);
        assertThat(closeCodeAfter(Frames.frame(COMPRESSED_TEXT, bytes))).isEqualTo(1007);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Frames.FINAL | RSV2 | Frame.TEXT,
                Frames.FINAL | RSV1 | RSV2 | Frame.TEXT,
                Frames.FINAL | RSV1 | Frame.PING,
                Frames.FINAL | RSV1 | Frame.PONG,
                Frames.FINAL | RSV1 | Frame.CLOSE
            })
    void reservedBitsWithoutAMeaningBreakTheProtocol(int firstByte) {
        assertThat(closeCodeAfter(Frames.frame(firstByte, new byte[0]))).isEqualTo(1002);
    }

    @Test
    void onlyTheFirstFragmentMaySayThatAMessageIsCompressed() {
        assertThat(closeCodeAfter(
                        Frames.frame(Frame.TEXT, new byte[] {'{'}),
                        Frames.frame(Frames.FINAL | RSV1 | Frame.CONTINUATION, new byte[] {'}'})))
                .isEqualTo(1002);
    }

    @Test
    void whoDidNotAgreeOnCompressionMayNotCompress() {
        try (RawWebSocket socket = RawWebSocket.open(node.port())) {
            socket.send(compressed(CONNECT));

            assertThat(socket.nextClose().closeCode()).isEqualTo(1002);
        }
    }

    private static DeflateClient client() {
        return DeflateClient.connect(vertx, node.port());
    }

    private static String answer(Handshake handshake) {
        try (RawWebSocket socket = RawWebSocket.connect(node.port())) {
            return socket.handshake(handshake).header(HEADER).orElse("");
        }
    }

    /** What a client that agreed on compression, and sends {@code frames}, is closed with. */
    private static int closeCodeAfter(byte[]... frames) {
        try (RawWebSocket socket = RawWebSocket.open(node.port(), OFFER)) {
            socket.send(Frames.join(frames));
            return socket.nextClose().closeCode();
        }
    }

    private static byte[] compressed(String text) {
        return Frames.frame(COMPRESSED_TEXT, DeflatedSamples.deflated(text));
    }

    private static String text(Frame frame) {
        return frame.isPlain() ? frame.text() : new String(DeflatedSamples.inflated(frame.payload()), UTF_8);
    }
}
