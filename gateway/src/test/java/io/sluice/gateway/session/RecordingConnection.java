package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.FrameCodec;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.json.JsonFrameCodec;
import io.sluice.gateway.fakes.TrackedFrames;
import io.sluice.gateway.hub.SharedFrame;
import io.sluice.gateway.hub.WireFormat;
import java.util.ArrayList;
import java.util.List;

/** A connection that notes in words what its session does; its frames are the bare JSON. */
final class RecordingConnection implements ClientConnection {

    private final FrameCodec codec = new JsonFrameCodec();
    private final TrackedFrames frames;
    private final boolean ownPing;
    private final List<String> events = new ArrayList<>();
    private boolean writable = true;
    private Runnable onWrite = () -> {};

    private final WireFormat format = new WireFormat() {
        @Override
        public int index() {
            return 0;
        }

        @Override
        public SharedFrame encode(String channel, Publication publication) {
            return RecordingConnection.this.encode(new Reply.Pushed(new Push.Published(channel, publication)));
        }
    };

    RecordingConnection(TrackedFrames frames, boolean ownPing) {
        this.frames = frames;
        this.ownPing = ownPing;
    }

    /** Whether the socket takes bytes; tells nobody. */
    void writable(boolean isWritable) {
        writable = isWritable;
    }

    /** From here on each write ends with {@code action}. */
    void onWrite(Runnable action) {
        onWrite = action;
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
    public SharedFrame encode(Reply reply) {
        return frames.frame(codec.encode(reply));
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void write(SharedFrame frame) {
        events.add(TrackedFrames.text(frame));
        onWrite.run();
    }

    @Override
    public boolean hasOwnPing() {
        return ownPing;
    }

    @Override
    public void ping() {
        events.add("ping");
    }

    @Override
    public void reading(boolean on) {
        events.add(on ? "reading on" : "reading off");
    }

    @Override
    public void close(DisconnectCode code) {
        events.add("close " + code.code() + " " + code.reason());
    }
}
