package io.sluice.loadtest.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * A client of the protobuf protocol over WebSocket that subscribes one channel and hands what comes there to a
 * {@link ProtocolClient.Listener}, with documents as the text that they are. It answers pings and does no more.
 *
 * <p>Threading: confined to the loop of its socket; the listener is called there.
 */
@EventLoopConfined
public final class ProtobufClient {
    private static final String SUBPROTOCOL = "centrifuge-protobuf";
    private static final int COMMAND_ID = 1;
    private static final int COMMAND_CONNECT = 4;
    private static final int COMMAND_SUBSCRIBE = 5;
    private static final int SUBSCRIBE_CHANNEL = 1;
    private static final int SUBSCRIBE_DELTA = 12;
    private static final int REPLY_ID = 1;
    private static final int REPLY_ERROR = 2;
    private static final int REPLY_PUSH = 4;
    private static final int PUSH_CHANNEL = 2;
    private static final int PUSH_PUBLICATION = 4;
    private static final int PUBLICATION_DATA = 4;
    private static final int PUBLICATION_OFFSET = 6;
    private static final int PUBLICATION_DELTA = 8;
    private static final int CONNECTED = 1;
    private static final int SUBSCRIBED = 2;

    private final WebSocket socket;
    /** Held only so that it is not collected: Vert.x closes the sockets of a collected client. */
    @SuppressWarnings("unused")
    private final WebSocketClient owner;

    private final ProtocolClient.Listener listener;
    private final String channel;
    private final boolean delta;
    private final Promise<Void> subscribed = Promise.promise();

    private ProtobufClient(
            WebSocket socket, WebSocketClient owner, String channel, boolean delta, ProtocolClient.Listener listener) {
        this.socket = socket;
        this.owner = owner;
        this.channel = channel;
        this.delta = delta;
        this.listener = listener;
    }

    /**
     * Connects and subscribes; completes when the server has confirmed that.
     *
     * @param sockets see {@link ProtocolClient#sockets}
     * @param delta whether it asks for patches
     */
    public static Future<Void> subscribe(
            Vertx vertx,
            WebSocketClient sockets,
            URI uri,
            String channel,
            boolean delta,
            ProtocolClient.Listener listener) {
        Context context = vertx.getOrCreateContext();
        return OnContext.call(
                context, () -> sockets.connect(ProtocolClient.to(uri).addSubProtocol(SUBPROTOCOL))
                        .compose(socket -> {
                            ProtobufClient client = new ProtobufClient(socket, sockets, channel, delta, listener);
                            return client.begin();
                        }));
    }

    private Future<Void> begin() {
        socket.binaryMessageHandler(this::received);
        socket.exceptionHandler(failure -> {});
        socket.closeHandler(closed -> {
            short code = socket.closeStatusCode() == null ? 1006 : socket.closeStatusCode();
            String reason = socket.closeReason() == null ? "" : socket.closeReason();
            subscribed.tryFail(new ClosedException(code, reason));
            listener.closed(code, reason);
        });
        send(bytes(out -> {
            out.writeUInt32(COMMAND_ID, CONNECTED);
            out.writeByteArray(COMMAND_CONNECT, new byte[0]);
        }));
        return subscribed.future();
    }

    private void subscribe() {
        byte[] request = bytes(out -> {
            out.writeString(SUBSCRIBE_CHANNEL, channel);
            if (delta) {
                out.writeString(SUBSCRIBE_DELTA, "fossil");
            }
        });
        send(bytes(out -> {
            out.writeUInt32(COMMAND_ID, SUBSCRIBED);
            out.writeByteArray(COMMAND_SUBSCRIBE, request);
        }));
    }

    private void received(Buffer message) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(message.getBytes());
            while (!in.isAtEnd()) {
                reply(in.readBytes());
            }
        } catch (IOException e) {
            socket.close().onFailure(failure -> {});
        }
    }

    private void reply(ByteString bytes) throws IOException {
        if (bytes.isEmpty()) {
            send(new byte[0]);
            listener.ping();
            return;
        }
        CodedInputStream in = bytes.newCodedInput();
        int id = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case REPLY_ID -> id = in.readUInt32();
                case REPLY_ERROR ->
                    subscribed.tryFail("the server refused: " + in.readBytes().toStringUtf8());
                case REPLY_PUSH -> push(in.readBytes());
                default -> in.skipField(tag);
            }
        }
        if (id == CONNECTED) {
            subscribe();
        } else if (id == SUBSCRIBED) {
            subscribed.tryComplete();
        }
    }

    private void push(ByteString bytes) throws IOException {
        CodedInputStream in = bytes.newCodedInput();
        String from = "";
        Publication publication = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case PUSH_CHANNEL -> from = in.readString();
                case PUSH_PUBLICATION -> publication = publication(from, in.readBytes());
                default -> in.skipField(tag);
            }
        }
        if (publication != null) {
            listener.publication(publication);
        }
    }

    private static Publication publication(String from, ByteString bytes) throws IOException {
        CodedInputStream in = bytes.newCodedInput();
        String data = "";
        long offset = 0;
        boolean patch = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case PUBLICATION_DATA -> data = in.readString();
                case PUBLICATION_OFFSET -> offset = in.readUInt64();
                case PUBLICATION_DELTA -> patch = in.readBool();
                default -> in.skipField(tag);
            }
        }
        return new Publication(from, data, offset, patch);
    }

    /** Sends one command; an empty one is a pong. */
    private void send(byte[] command) {
        byte[] delimited = bytes(out -> {
            out.writeUInt32NoTag(command.length);
            out.writeRawBytes(command);
        });
        socket.writeBinaryMessage(Buffer.buffer(delimited)).onFailure(failure -> {});
    }

    /** Writes fields of a message. */
    @FunctionalInterface
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] bytes(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes all", e);
        }
        return bytes.toByteArray();
    }
}
