package io.sluice.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.json.JsonFrameCodec;
import java.util.Arrays;
import java.util.List;

/** A client that speaks JSON with a session, and sees what the session does to its connection. */
final class TestClient {

    private final TestNode node;
    private final RecordingConnection connection;
    private final ClientSession session;

    TestClient(TestNode node, RecordingConnection connection) {
        this.node = node;
        this.connection = connection;
        this.session = new ClientSession(node.services(), connection);
        session.opened();
    }

    ClientSession session() {
        return session;
    }

    RecordingConnection connection() {
        return connection;
    }

    /** Sends commands in one frame, and lets the node carry them out as far as it can. */
    void send(String... commands) {
        byte[] frame = String.join("\n", commands).getBytes(UTF_8);
        session.received(new JsonFrameCodec().decode(frame, 0, frame.length));
        node.loop().settle();
    }

    /** The same for one frame in which {@code '} stands for {@code "}, and which may be no command at all. */
    void say(String frame) {
        byte[] bytes = frame.replace('\'', '"').getBytes(UTF_8);
        List<Command> commands;
        try {
            commands = new JsonFrameCodec().decode(bytes, 0, bytes.length);
        } catch (MalformedFrameException e) {
            session.malformed();
            return;
        }
        session.received(commands);
        node.loop().settle();
    }

    /** Asserts like {@link #expect}; {@code '} stands for {@code "}, and {@code $ID} for the client's own id. */
    void hears(String... events) {
        expect(Arrays.stream(events)
                .map(each -> each.replace('\'', '"').replace("$ID", session.id()))
                .toArray(String[]::new));
    }

    /** Sends the connect command and asserts its answer. */
    TestClient connect() {
        send("{\"id\":1,\"connect\":{}}");
        expect(node.connectReply(1, session.id()));
        return this;
    }

    /** Subscribes, and asserts the answer. */
    TestClient subscribe(String channel) {
        send(subscribing(2, channel));
        expect("{\"id\":2,\"subscribe\":{}}");
        return this;
    }

    static String subscribing(int id, String channel) {
        return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"" + channel + "\"}}";
    }

    static String publishing(int id, String channel, String data) {
        return "{\"id\":" + id + ",\"publish\":{\"channel\":\"" + channel + "\",\"data\":" + data + "}}";
    }

    static String error(int id, int code, String message) {
        return "{\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}";
    }

    static String temporaryError(int id) {
        return "{\"id\":" + id + ",\"error\":{\"code\":100,\"message\":\"internal server error\",\"temporary\":true}}";
    }

    static String pushed(String channel, String data) {
        return "{\"push\":{\"channel\":\"" + channel + "\",\"pub\":{\"data\":" + data + "}}}";
    }

    /** Asserts everything that happened to the connection since the last assertion. */
    void expect(String... events) {
        node.loop().settle(); // What is on its way goes out behind the task that sent it.
        connection.assertEvents(events);
    }

    /** Asserts that the session closed the connection, and did nothing else. */
    void expectClosed(int code, String reason) {
        expect("close " + code + " " + reason);
    }

    void writable(boolean isWritable) {
        connection.writable(isWritable);
        if (isWritable) {
            session.writable();
        }
        node.loop().settle();
    }

    /** The client goes away without a word. */
    void leave() {
        session.closed();
        node.loop().settle();
    }
}
