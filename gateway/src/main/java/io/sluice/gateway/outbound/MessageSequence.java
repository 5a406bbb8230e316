package io.sluice.gateway.outbound;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.sluice.common.threading.EventLoopConfined;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * A node of a trie. Its root is the empty sequence; a node is the sequence of the messages on the way from the root. Clients
 * point at the node that stands for what waits for them, and a delivery moves that pointer one node on. Clients to which the
 * same messages came, which is all of them in a broadcast, meet at the same node, whose frame is built once. Each node remembers
 * the one continuation made last: a fan-out takes all receivers of a message one after the other, so that is the one wanted, and
 * a table would cost more than it finds. Clients with different subscriptions part, and each has a frame of its own.
 */
/**
 * Messages that wait for the clients of one event loop and format, in order; the same object for all clients with the same ones.
 * They leave as one frame.
 *
 * <p>Whoever points at a sequence holds it: {@link #hold}, then {@link #take} or {@link #drop}. The last one to leave frees the
 * frame.
 */
@EventLoopConfined
final class MessageSequence {

    private final Root root;
    private final @Nullable MessageSequence before;
    private final @Nullable Message last;
    private final int count;
    private final int bytes;

    private int holders;
    // The continuation made last.
    private @Nullable MessageSequence next;
    // Built when the first holder takes it; while there are others this node has one reference to it.
    private @Nullable ByteBuf frame;

    private MessageSequence(Root root) {
        this.root = root;
        this.before = null;
        this.last = null;
        this.count = 0;
        this.bytes = 0;
    }

    private MessageSequence(MessageSequence before, Message last) {
        this.root = before.root;
        this.before = before;
        this.last = last;
        this.count = before.count + 1;
        this.bytes = before.bytes + last.in(root.format).length;
    }

    /** The empty sequence, from which all others of a loop and format grow. */
    static MessageSequence empty(WireFormat format) {
        return new Root(format).sequence;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Number of messages. */
    int count() {
        return count;
    }

    /** Length of all messages together, framing not included. */
    int bytes() {
        return bytes;
    }

    WireFormat format() {
        return root.format;
    }

    /** This sequence with {@code message} at its end; holds neither. */
    MessageSequence then(Message message) {
        MessageSequence known = next;
        if (known != null && known.last == message) {
            return known;
        }
        MessageSequence made = new MessageSequence(this, message);
        next = made;
        return made;
    }

    void hold() {
        holders++;
    }

    /** Lets go without having sent it. */
    void drop() {
        if (--holders == 0) {
            forget();
        }
    }

    /** Lets go, also where the frame cannot be built; gives it with one reference for the caller. Not for the empty sequence. */
    ByteBuf take() {
        ByteBuf built;
        try {
            built = frame != null ? frame : build();
        } catch (RuntimeException | OutOfMemoryError e) {
            drop();
            throw e;
        }
        if (--holders == 0) {
            frame = null;
            forget();
            return built;
        }
        frame = built;
        return built.retainedDuplicate();
    }

    /** The messages in order. */
    List<Message> messages() {
        List<Message> messages = new ArrayList<>(count);
        for (MessageSequence each = this; each.last != null; each = requireNonNull(each.before)) {
            messages.add(0, each.last);
        }
        return messages;
    }

    private ByteBuf build() {
        WireFormat format = root.format;
        List<byte[]> messages = root.scratch;
        try {
            for (int i = 0; i < count; i++) {
                messages.add(NOTHING);
            }
            MessageSequence each = this;
            for (int i = count - 1; i >= 0; i--) {
                messages.set(i, requireNonNull(each.last).in(format));
                each = requireNonNull(each.before);
            }
            return format.frame(messages, bytes);
        } finally {
            // Also where there is no memory for the frame: the next one must not begin with this one's messages.
            messages.clear();
        }
    }

    /** Nobody points here any more: what was sent must not live on as the last continuation of a sequence that does. */
    private void forget() {
        if (frame != null) {
            frame.release();
            frame = null;
        }
        if (before != null && before.next == this) {
            before.next = null;
        }
    }

    private static final byte[] NOTHING = {};

    /** What all sequences of a loop and format share. */
    @EventLoopConfined
    private static final class Root {

        private final WireFormat format;
        private final MessageSequence sequence;
        // Used within one call only.
        private final List<byte[]> scratch = new ArrayList<>();

        Root(WireFormat format) {
            this.format = format;
            this.sequence = new MessageSequence(this);
        }
    }
}
