package io.sluice.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.sluice.common.protocol.protobuf.Schema;
import io.sluice.common.protocol.protobuf.schema.ClientSchema;
import java.util.ArrayDeque;
import java.util.Deque;

/** A client of the protobuf protocol whose classes protoc made. It answers nothing by itself, and belongs to one thread. */
public final class ProtobufClient implements AutoCloseable {

    public static final String SUBPROTOCOL = "centrifuge-protobuf";

    private final RawWebSocket socket;
    private final Deque<ClientSchema.Reply> replies = new ArrayDeque<>();
    private int lastId;

    private ProtobufClient(RawWebSocket socket) {
        this.socket = socket;
    }

    /** A client that was let in. */
    public static ProtobufClient connect(int port, Handshake handshake) {
        ProtobufClient client = new ProtobufClient(RawWebSocket.open(port, handshake));
        ClientSchema.Reply reply = client.call(
                ClientSchema.Command.newBuilder().setConnect(ClientSchema.ConnectRequest.getDefaultInstance()));
        assertThat(reply.hasConnect()).as("%s", reply).isTrue();
        return client;
    }

    public static ProtobufClient connect(int port) {
        return connect(port, Handshake.plain().with("Sec-WebSocket-Protocol", SUBPROTOCOL));
    }

    public ProtobufClient subscribe(String channel) {
        ClientSchema.Reply reply = call(ClientSchema.Command.newBuilder()
                .setSubscribe(ClientSchema.SubscribeRequest.newBuilder().setChannel(channel)));
        assertThat(reply.hasSubscribe()).as("%s", reply).isTrue();
        return this;
    }

    public ClientSchema.Reply publish(String channel, byte[] data) {
        return call(ClientSchema.Command.newBuilder()
                .setPublish(ClientSchema.PublishRequest.newBuilder()
                        .setChannel(channel)
                        .setData(ByteString.copyFrom(data))));
    }

    /** Sends a command with the next id, and waits for its reply; pushes before it are skipped. */
    public ClientSchema.Reply call(ClientSchema.Command.Builder command) {
        send(Schema.frame(command.setId(++lastId).build()));
        ClientSchema.Reply reply = next();
        while (reply.getId() != lastId) {
            reply = next();
        }
        return reply;
    }

    /** Sends bytes as one binary message. */
    public void send(byte[] message) {
        socket.send(Frames.frame(Frames.FINAL | Frame.BINARY, message));
    }

    /** The next reply or push. */
    public ClientSchema.Reply next() {
        while (replies.isEmpty()) {
            Frame frame = socket.nextFrame();
            assertThat(frame.firstByte()).as("%s", frame).isEqualTo(Frames.FINAL | Frame.BINARY);
            replies.addAll(Schema.replies(frame.payload()));
        }
        return replies.remove();
    }

    /** The next publication; replies before it are skipped. */
    public ClientSchema.Push nextPublication() {
        ClientSchema.Reply reply = next();
        while (!reply.hasPush()) {
            reply = next();
        }
        return reply.getPush();
    }

    /** The server's close frame, once it has come. */
    public Frame awaitClose() {
        Frame frame = socket.nextFrame();
        while (frame.opcode() != Frame.CLOSE) {
            frame = socket.nextFrame();
        }
        return frame;
    }

    @Override
    public void close() {
        socket.close();
    }
}
