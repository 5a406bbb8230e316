package io.sluice.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.FrameCodec;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.json.JsonFrameCodec;
import io.sluice.gateway.fakes.TrackedFrames;
import io.sluice.gateway.outbound.WireFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection that notes in words what its session does; its messages are the bare JSON. What is written but never flushed
 * does not arrive.
 */
final class RecordingConnection implements ClientConnection {

    private final FrameCodec codec = new JsonFrameCodec();
    private final TrackedFrames frames;
    private final TransportKind kind;
    private final Map<String, String> headers = new HashMap<>();
    private boolean ownPing;
    private final List<String> events = new ArrayList<>();
    private final List<String> unflushed = new ArrayList<>();
    private int written;
    private int encoded;
    private boolean closed;
    private boolean writable = true;
    private Runnable onWrite = () -> {};

    private final WireFormat format = new WireFormat() {
        @Override
        public int index() {
            return 0;
        }

        @Override
        public int encoding() {
            return JSON;
        }

        @Override
        public byte[] encode(Reply reply) {
            encoded++;
            return codec.encode(reply);
        }

        @Override
        public ByteBuf frame(List<byte[]> messages, int bytes) {
            return frames.frame(messages);
        }
    };

    RecordingConnection(TrackedFrames frames, TransportKind kind) {
        this.frames = frames;
        this.kind = kind;
    }

    /** It has pings of its own from the start. */
    RecordingConnection withOwnPing() {
        ownPing = true;
        return this;
    }

    RecordingConnection withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Whether the socket takes bytes; tells nobody. */
    void writable(boolean isWritable) {
        writable = isWritable;
    }

    /** From here on each write ends with {@code action}. */
    void onWrite(Runnable action) {
        onWrite = action;
    }

    /** Number of messages encoded for this connection so far. */
    int encoded() {
        return encoded;
    }

    /** Number of frames written so far. */
    int written() {
        return written;
    }

    /** What happened since the last look. */
    List<String> takeEvents() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /** Asserts, and forgets, what happened since the last assertion. */
    void assertEvents(String... expected) {
        assertThat(events).containsExactly(expected);
        events.clear();
    }

    @Override
    public WireFormat format() {
        return format;
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void write(ByteBuf frame) {
        if (!closed) {
            written++;
            unflushed.addAll(List.of(frame.toString(UTF_8).split("\n")));
        }
        frame.release();
        onWrite.run();
    }

    @Override
    public void flush() {
        events.addAll(unflushed);
        unflushed.clear();
    }

    @Override
    public boolean hasOwnPing() {
        return ownPing;
    }

    @Override
    public void ping() {
        flush();
        events.add("ping");
    }

    @Override
    public void reading(boolean on) {
        events.add(on ? "reading on" : "reading off");
    }

    @Override
    public TransportKind kind() {
        return kind;
    }

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public String session() {
        return kind == TransportKind.WEBSOCKET ? "" : "secret";
    }

    @Override
    public Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    @Override
    public void close(Disconnect code) {
        flush();
        closed = true;
        events.add("close " + code.code() + " " + code.reason());
    }
}
