package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.testing.Frame;
import io.sluice.gateway.testing.Frames;
import io.sluice.gateway.testing.Handshake;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Neighbour;
import io.sluice.gateway.testing.RawWebSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients get that break the rules, and that it costs the others on their event loop nothing. */
@ExtendWith(LeakWatch.class)
class BadInputIT {

    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final int MESSAGE_LIMIT = 65_536;
    private static final int RESERVED_BIT = 0x40;

    private static GatewayFixture node;
    // Gives its clients less time.
    private static GatewayFixture impatient;

    @BeforeAll
    static void start() {
        node = open();
        impatient = open("client.ping_interval=3s", "client.pong_timeout=2500ms", "client.stale_close_delay=3s");
    }

    @AfterAll
    static void stop() {
        node.close();
        impatient.close();
    }

    /** A node that lets anonymous clients in, and into every channel but those of one namespace. */
    private static GatewayFixture open(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "client.insecure=false",
                "client.allow_anonymous_connect_without_token=true",
                "channel.without_namespace.allow_subscribe_for_client=true",
                "channel.without_namespace.allow_subscribe_for_anonymous=true",
                "channel.without_namespace.allow_publish_for_client=true",
                "channel.without_namespace.allow_publish_for_anonymous=true",
                "channel.namespaces=[{\"name\":\"closed\"}]"));
        settings.addAll(List.of(more));
        return GatewayFixture.start(settings.toArray(String[]::new));
    }

    /**
     * @param connected whether the client sends a proper connect command first
     * @param sent what it then sends
     * @param closeCode the code that the server closes with, or 0 if it answers instead
     * @param answer what the last answer begins with
     */
    record Row(String what, boolean connected, byte[] sent, int closeCode, String answer) {

        @Override
        public String toString() {
            return what + " -> " + (closeCode == 0 ? answer : closeCode);
        }
    }

    static Stream<Row> rows() {
        return Stream.of(brokenJson(), brokenOrder(), refused(), brokenFrames()).flatMap(rows -> rows);
    }

    private static Stream<Row> brokenJson() {
        return Stream.of(
                greeted("malformed JSON", text("{\"id\":2,"), 3501),
                greeted("text that is no JSON", text("hello"), 3501),
                greeted("an array", text("[]"), 3501),
                greeted("an empty frame", text(""), 3501),
                greeted("a frame of newlines", text("\n\n"), 3501),
                greeted("a command behind which there is rubbish", text("{\"id\":2,\"rpc\":{}}\n}"), 3501),
                greeted("a channel that is a number", text("{\"id\":2,\"subscribe\":{\"channel\":7}}"), 3501),
                greeted("a negative id", text("{\"id\":-2,\"rpc\":{}}"), 3501),
                greeted("an id beyond 32 bits", text("{\"id\":4294967296,\"rpc\":{}}"), 3501),
                greeted("nesting deeper than the limit", text(nested(300)), 3501),
                greeted("nesting as deep as a frame allows", text(nested(30_000)), 3501),
                greeted("nesting that is never closed", text("{\"id\":2,\"rpc\":" + "[".repeat(60_000)), 3501),
                greeted("text that is not UTF-8", frame(Frame.TEXT, (byte) '"', (byte) 0xC3, (byte) '"'), 1007),
                greeted("text with a surrogate", frame(Frame.TEXT, (byte) 0xED, (byte) 0xA0, (byte) 0x80), 1007),
                greeted("binary JSON that is not UTF-8", frame(Frame.BINARY, (byte) '"', (byte) 0xFF), 3501));
    }

    private static Stream<Row> brokenOrder() {
        return Stream.of(
                first("a command before connect", text("{\"id\":1,\"rpc\":{}}"), 3501),
                first("a subscribe before connect", text("{\"id\":1,\"subscribe\":{\"channel\":\"a\"}}"), 3501),
                first("a connect without id", text("{\"connect\":{}}"), 3501),
                first("a pong before connect", text("{}"), 3501),
                first(
                        "a token that no key can have signed",
                        text("{\"id\":1,\"connect\":{\"token\":\"a.b.c\"}}"),
                        3500),
                greeted("a second connect", text("{\"id\":2,\"connect\":{}}"), 3501),
                greeted("a command with id 0", text("{\"rpc\":{}}"), 3501),
                greeted("a pong that nobody asked for", text("{}"), 3501),
                greeted("send", text("{\"send\":{\"data\":{}}}"), 3508),
                greeted("subscribe without a channel", text("{\"id\":2,\"subscribe\":{}}"), 3501),
                greeted("publish without a channel", text("{\"id\":2,\"publish\":{\"data\":1}}"), 3501),
                greeted("refresh without a token", text("{\"id\":2,\"refresh\":{}}"), 3501));
    }

    static Stream<Row> silence() {
        return Stream.of(
                first("silence instead of connect", new byte[0], 3502),
                first("half a frame instead of connect", Frames.headOnly(Frames.FINAL | Frame.TEXT, 100), 3502),
                greeted("no pong", new byte[0], 3012));
    }

    private static Stream<Row> refused() {
        return Stream.of(
                answered("an unknown command", "{\"id\":2,\"dance\":{}}", "{\"id\":2,\"error\":{\"code\":104,"),
                answered(
                        "a channel of 256 bytes",
                        "{\"id\":2,\"subscribe\":{\"channel\":\"" + "c".repeat(256) + "\"}}",
                        "{\"id\":2,\"error\":{\"code\":107,"),
                answered(
                        "a channel with a newline",
                        "{\"id\":2,\"subscribe\":{\"channel\":\"a\\nb\"}}",
                        "{\"id\":2,\"error\":{\"code\":107,"),
                answered(
                        "a channel of an unknown namespace",
                        "{\"id\":2,\"subscribe\":{\"channel\":\"nowhere:a\"}}",
                        "{\"id\":2,\"error\":{\"code\":102,"),
                answered(
                        "subscribe without the right to",
                        "{\"id\":2,\"subscribe\":{\"channel\":\"closed:a\"}}",
                        "{\"id\":2,\"error\":{\"code\":103,"),
                answered(
                        "subscribe to a private channel",
                        "{\"id\":2,\"subscribe\":{\"channel\":\"$a\"}}",
                        "{\"id\":2,\"error\":{\"code\":103,"),
                answered(
                        "publish without the right to",
                        "{\"id\":2,\"publish\":{\"channel\":\"closed:a\",\"data\":1}}",
                        "{\"id\":2,\"error\":{\"code\":103,"),
                answered(
                        "publish without data",
                        "{\"id\":2,\"publish\":{\"channel\":\"a\"}}",
                        "{\"id\":2,\"error\":{\"code\":107,"),
                answered(
                        "subscribe twice",
                        "{\"id\":2,\"subscribe\":{\"channel\":\"a\"}}\n{\"id\":3,\"subscribe\":{\"channel\":\"a\"}}",
                        "{\"id\":3,\"error\":{\"code\":105,"),
                answered("129 subscriptions", subscriptions(129), "{\"id\":130,\"error\":{\"code\":106,"));
    }

    private static Stream<Row> brokenFrames() {
        byte[] large = new byte[MESSAGE_LIMIT + 1];
        byte[] half = new byte[MESSAGE_LIMIT / 2 + 1];
        byte[] short_ = "{}".getBytes(UTF_8);
        return Stream.of(
                greeted("a frame above the limit", Frames.frame(Frames.FINAL | Frame.TEXT, large), 1009),
                greeted(
                        "the head of a frame above the limit",
                        Frames.headOnly(Frames.FINAL | Frame.TEXT, MESSAGE_LIMIT + 1),
                        1009),
                greeted(
                        "fragments above the limit",
                        Frames.join(
                                Frames.frame(Frame.TEXT, half), Frames.frame(Frames.FINAL | Frame.CONTINUATION, half)),
                        1009),
                greeted("a frame of negative length", Frames.headOnly(Frames.FINAL | Frame.TEXT, Long.MIN_VALUE), 1002),
                greeted("an unmasked frame", Frames.unmasked(Frames.FINAL | Frame.TEXT, short_), 1002),
                greeted("a reserved bit", Frames.frame(Frames.FINAL | RESERVED_BIT | Frame.TEXT, short_), 1002),
                greeted("a reserved opcode", Frames.frame(Frames.FINAL | 0x3, short_), 1002),
                greeted("a reserved control opcode", Frames.frame(Frames.FINAL | 0xB, short_), 1002),
                greeted("a ping above 125 bytes", Frames.frame(Frames.FINAL | Frame.PING, new byte[126]), 1002),
                greeted("a ping in fragments", Frames.frame(Frame.PING, short_), 1002),
                greeted("a close with a code that nobody may send", Frames.close(1005), 1002),
                greeted("a continuation of nothing", Frames.frame(Frames.FINAL | Frame.CONTINUATION, short_), 1002),
                greeted(
                        "a message inside a fragmented one",
                        Frames.join(Frames.frame(Frame.TEXT, short_), Frames.text("{}")),
                        1002));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void offenderIsToldWhyAndTheNeighbourNoticesNothing(Row row) {
        new Neighbour(node.port()).isUndisturbedBy(() -> offend(node, row));
    }

    @ParameterizedTest
    @MethodSource("silence")
    void silentClientIsToldWhyAndTheNeighbourNoticesNothing(Row row) {
        new Neighbour(impatient.port()).isUndisturbedBy(() -> offend(impatient, row));
    }

    private static void offend(GatewayFixture node, Row row) {
        try (RawWebSocket offender = RawWebSocket.open(node.port())) {
            if (row.connected) {
                offender.sendText(CONNECT);
                assertThat(offender.nextText()).contains("\"connect\"");
            }
            offender.send(row.sent);
            if (row.closeCode == 0) {
                assertAnswered(offender, row.answer);
            } else {
                assertClosed(offender, row.closeCode);
            }
        }
    }

    private static void assertClosed(RawWebSocket offender, int code) {
        Frame close = offender.nextClose();
        assertThat(close.closeCode()).isEqualTo(code);
        if (code >= 3000) {
            assertThat(close.closeReason())
                    .as("clients heed the code only with a reason")
                    .isNotBlank();
        }
        offender.send(Frames.close(code));
        if (code != 1002 && code != 1009) { // After those the server cannot tell where a frame begins.
            offender.awaitEnd();
        }
    }

    private static void assertAnswered(RawWebSocket offender, String answer) {
        String reply = offender.nextText();
        while (!reply.startsWith(answer)) {
            assertThat(reply).contains("\"subscribe\":{}");
            reply = offender.nextText();
        }
        offender.sendText("{\"id\":1000,\"rpc\":{}}");
        assertThat(offender.nextText()).as("the connection is kept").startsWith("{\"id\":1000,");
    }

    @Test
    void floodOfCommandsInOneFrameIsAnsweredInOrder() {
        int count = 3000;
        StringBuilder flood = new StringBuilder(CONNECT);
        IntStream.range(2, count).forEach(id -> flood.append("\n{\"id\":" + id + ",\"rpc\":{}}"));
        new Neighbour(node.port()).isUndisturbedBy(() -> {
            try (RawWebSocket offender = RawWebSocket.open(node.port())) {
                offender.sendText(flood.toString());
                for (int id = 1; id < count; id++) {
                    assertThat(offender.nextText()).startsWith("{\"id\":" + id + ",");
                }
            }
        });
    }

    @Test
    void halfAHandshakeAndSilenceDisturbNobody() {
        byte[] whole = Handshake.plain().bytes();
        new Neighbour(node.port()).isUndisturbedBy(() -> {
            try (RawWebSocket half = RawWebSocket.connect(node.port());
                    RawWebSocket nothing = RawWebSocket.connect(node.port())) {
                half.send(Arrays.copyOf(whole, whole.length / 2));
                new Neighbour(node.port()).isUndisturbedBy(() -> {});
                assertThat(nothing.isQuiet()).isTrue();
            }
        });
    }

    @Test
    void resetConnectionsDisturbNobody() {
        new Neighbour(node.port()).isUndisturbedBy(() -> {
            for (int i = 0; i < 20; i++) {
                RawWebSocket offender = RawWebSocket.open(node.port());
                offender.sendText(CONNECT + "\n{\"id\":2,\"subscribe\":{\"channel\":\"reset\"}}");
                offender.send(Frames.headOnly(Frames.FINAL | Frame.TEXT, 100 + i));
                offender.reset();
            }
        });
    }

    @Test
    void clientWithoutATokenIsRefusedUnlessAnonymousClientsAreAllowed() {
        try (GatewayFixture closed = GatewayFixture.start("client.insecure=false");
                RawWebSocket socket = RawWebSocket.open(closed.port())) {
            socket.sendText(CONNECT);

            assertThat(socket.nextClose().closeCode()).isEqualTo(3501);
            socket.close();
        }
    }

    private static Row first(String what, byte[] sent, int closeCode) {
        return new Row(what, false, sent, closeCode, "");
    }

    private static Row greeted(String what, byte[] sent, int closeCode) {
        return new Row(what, true, sent, closeCode, "");
    }

    private static Row answered(String what, String command, String answer) {
        return new Row(what, true, text(command), 0, answer);
    }

    private static byte[] text(String text) {
        return Frames.text(text);
    }

    private static byte[] frame(int opcode, byte... payload) {
        return Frames.frame(Frames.FINAL | opcode, payload);
    }

    private static String nested(int depth) {
        return "{\"id\":2,\"publish\":{\"channel\":\"a\",\"data\":" + "[".repeat(depth) + "]".repeat(depth) + "}}";
    }

    private static String subscriptions(int count) {
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            commands.add("{\"id\":" + (i + 2) + ",\"subscribe\":{\"channel\":\"many-" + i + "\"}}");
        }
        return String.join("\n", commands);
    }
}
