package io.sluice.gateway.transport.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.gateway.GatewayFixture;
import io.sluice.gateway.testing.Frame;
import io.sluice.gateway.testing.Frames;
import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.ProtocolClient;
import io.sluice.gateway.testing.RawWebSocket;
import io.sluice.gateway.testing.ServerApiClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The WebSocket protocol as it is spoken after the pipeline was taken over. */
@ExtendWith(LeakWatch.class)
class PipelineIT {

    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";

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
    void textMessageIsAnsweredByOneWholeTextFrame() {
        try (RawWebSocket socket = RawWebSocket.open(node.port())) {
            socket.sendText(CONNECT);

            Frame reply = socket.next();
            assertThat(reply.isPlain()).isTrue();
            assertThat(reply.opcode()).isEqualTo(Frame.TEXT);
            assertThat(reply.text())
                    .startsWith("{\"id\":1,\"connect\":{\"client\":\"")
                    .contains("\"version\":\"test\"", "\"ping\":25", "\"pong\":true");
        }
    }

    @Test
    void binaryMessageWithJsonIsUnderstood() {
        try (RawWebSocket socket = RawWebSocket.open(node.port())) {
            socket.send(Frames.frame(Frames.FINAL | Frame.BINARY, CONNECT.getBytes(UTF_8)));

            assertThat(socket.nextText()).contains("\"connect\"");
        }
    }

    @Test
    void fragmentsAreOneMessageEvenWithAPingBetweenThem() {
        byte[] message = "{\"id\":1,\"connect\":{\"name\":\"\u00e9\"}}".getBytes(UTF_8);
        int middle = new String(message, UTF_8).indexOf('\u00e9') + 1; // Between the two bytes of the letter.
        try (RawWebSocket socket = RawWebSocket.open(node.port())) {
            socket.send(Frames.frame(Frame.TEXT, Arrays.copyOf(message, 5)));
            socket.send(Frames.frame(Frame.CONTINUATION, Arrays.copyOfRange(message, 5, middle)));
            socket.send(Frames.frame(Frames.FINAL | Frame.PING, new byte[] {1, 2}));
            socket.send(Frames.frame(Frame.CONTINUATION, new byte[0]));
            socket.send(Frames.frame(
                    Frames.FINAL | Frame.CONTINUATION, Arrays.copyOfRange(message, middle, message.length)));

            assertThat(socket.next()).isEqualTo(new Frame(Frames.FINAL | Frame.PONG, new byte[] {1, 2}));
            assertThat(socket.nextText()).contains("\"connect\"");
        }
    }

    @Test
    void messageMayArriveByteByByte() {
        try (RawWebSocket socket = RawWebSocket.open(node.port())) {
            for (byte each : Frames.text(CONNECT)) {
                socket.send(new byte[] {each});
            }

            assertThat(socket.nextText()).contains("\"connect\"");
        }
    }

    @Test
    void commandsOfOneFrameAreAnsweredInOrder() {
        try (RawWebSocket socket = RawWebSocket.open(node.port())) {
            socket.sendText(CONNECT + "\n{\"id\":2,\"subscribe\":{\"channel\":\"order\"}}\n"
                    + "{\"id\":3,\"publish\":{\"channel\":\"other\",\"data\":{}}}\n{\"id\":4,\"rpc\":{}}\n");

            assertThat(socket.nextText()).startsWith("{\"id\":1,\"connect\":");
            assertThat(socket.nextText()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
            assertThat(socket.nextText()).isEqualTo("{\"id\":3,\"publish\":{}}");
            assertThat(socket.nextText()).startsWith("{\"id\":4,\"error\":{\"code\":108");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125})
    void pingIsAnsweredByAPongWithTheSameBytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xC3); // No valid UTF-8, which pings need not be.
        try (RawWebSocket socket = RawWebSocket.open(node.port())) {
            socket.send(Frames.frame(Frames.FINAL | Frame.PING, bytes));

            assertThat(socket.next()).isEqualTo(new Frame(Frames.FINAL | Frame.PONG, bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 3000, 4001, 4999})
    void closeIsAnsweredWithItsCodeAndEndsTheConnection(int code) {
        try (RawWebSocket socket = RawWebSocket.open(node.port())) {
            socket.send(Frames.close(code));

            assertThat(socket.nextClose().closeCode()).isEqualTo(code);
            socket.awaitEnd();
        }
    }

    @Test
    void closeWithoutACodeIsAnsweredWithoutOne() {
        try (RawWebSocket socket = RawWebSocket.open(node.port())) {
            socket.send(Frames.frame(Frames.FINAL | Frame.CLOSE, new byte[0]));

            assertThat(socket.nextClose().payload()).isEmpty();
            socket.awaitEnd();
        }
    }

    @Test
    void commandsBehindACloseAreIgnored() {
        try (ProtocolClient witness = ProtocolClient.connect(node.port()).subscribe("late");
                RawWebSocket socket = RawWebSocket.open(node.port())) {
            socket.sendText(CONNECT);
            socket.send(Frames.join(
                    Frames.close(1000), Frames.text("{\"id\":2,\"publish\":{\"channel\":\"late\",\"data\":1}}")));
            socket.awaitEnd();

            new ServerApiClient(node.port()).publish("late", 2);
            await().until(() -> !witness.received("late").isEmpty());
            assertThat(witness.received("late")).containsExactly(2);
        }
    }

    @Test
    void serverThatClosesWaitsForThePeersClose() {
        try (RawWebSocket socket = RawWebSocket.open(node.port())) {
            socket.sendText("no command");

            assertThat(socket.nextClose().closeCode()).isEqualTo(3501);
            assertThat(socket.hasEnded()).isFalse();
            socket.send(Frames.close(3501));
            socket.awaitEnd();
        }
    }

    @Test
    void serverThatClosesDoesNotWaitForEver() {
        try (RawWebSocket socket = RawWebSocket.open(node.port())) {
            long before = System.nanoTime();
            socket.sendText("no command");
            assertThat(socket.nextClose().closeCode()).isEqualTo(3501);

            socket.awaitEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void clientThatAskedForFramePingsGetsThoseOnly() {
        try (GatewayFixture eager = GatewayFixture.start("client.ping_interval=3s", "client.pong_timeout=2900ms")) {
            Handshake handshake = Handshake.plain().withTarget(Handshake.PATH + "?cf_ws_frame_ping_pong=true");
            try (RawWebSocket socket = RawWebSocket.open(eager.port(), handshake)) {
                socket.sendText(CONNECT);
                assertThat(socket.nextText()).contains("\"connect\"").doesNotContain("\"ping\"", "\"pong\"");

                for (int i = 0; i < 2; i++) {
                    assertThat(socket.next().opcode()).isEqualTo(Frame.PING);
                    socket.send(Frames.frame(Frames.FINAL | Frame.PONG, new byte[0]));
                }

                assertThat(socket.next().opcode()).isEqualTo(Frame.PING);
                assertThat(socket.next().closeCode())
                        .as("no pong to the last one")
                        .isEqualTo(3012);
            }
        }
    }

    @Test
    void pongFramesThatNobodyAskedForAreNoOffence() {
        try (RawWebSocket socket = RawWebSocket.open(node.port())) {
            socket.send(Frames.frame(Frames.FINAL | Frame.PONG, new byte[] {1}));
            socket.sendText(CONNECT);
            socket.send(Frames.frame(Frames.FINAL | Frame.PONG, new byte[] {2}));
            socket.send(Frames.frame(Frames.FINAL | Frame.PING, new byte[] {3}));

            assertThat(List.of(socket.next(), socket.next())) // The pong waits for nothing.
                    .extracting(Frame::text)
                    .satisfiesExactlyInAnyOrder(
                            reply -> assertThat(reply).contains("\"connect\""),
                            pong -> assertThat(pong).isEqualTo("\u0003"));
        }
    }

    @Test
    void replyLongerThanAShortFrameArrivesWhole() {
        try (ProtocolClient client = ProtocolClient.connect(node.port()).subscribe("long")) {
            for (int length : new int[] {10, 100, 125, 126, 1000, 65_400, 65_536, 200_000}) {
                new ServerApiClient(node.port()).publish("long", "x".repeat(length));
            }

            await().untilAsserted(() -> assertThat(client.received("long"))
                    .extracting(data -> ((String) data).length())
                    .containsExactly(10, 100, 125, 126, 1000, 65_400, 65_536, 200_000));
        }
    }
}
