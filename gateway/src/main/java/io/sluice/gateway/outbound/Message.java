package io.sluice.gateway.outbound;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.common.threading.ThreadSafe;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One protocol message on its way to clients, encoded at most once for each format, whatever the number of its receivers and of
 * the event loops that they live on.
 *
 * <p>Its bytes lie on the heap, so nobody has to give them back: a message lives as long as some client waits for it.
 *
 * <p>Threading: any thread. A loop that needs bytes which another one is just encoding waits for them: it is no longer than
 * encoding them itself, and costs nothing.
 */
@ThreadSafe
public final class Message {

    private final Reply reply;
    private final @Nullable Publication publication;
    private final String channel;
    private final AtomicReferenceArray<byte[]> encoded = new AtomicReferenceArray<>(WireFormat.COUNT);

    private Message(Reply reply, String channel, @Nullable Publication publication) {
        this.reply = reply;
        this.channel = channel;
        this.publication = publication;
    }

    /** An answer, or a push that is no publication. */
    public static Message of(Reply reply) {
        return new Message(reply, "", null);
    }

    /** A publication, as a push to its channel's subscribers. */
    public static Message of(String channel, Publication publication) {
        return new Message(new Reply.Pushed(new Push.Published(channel, publication)), channel, publication);
    }

    /** The publication's channel, or empty. */
    public String channel() {
        return channel;
    }

    /** What was published, or null for an answer. */
    public @Nullable Publication publication() {
        return publication;
    }

    /** The bytes in {@code format}, which must not be modified. */
    public byte[] in(WireFormat format) {
        byte[] bytes = encoded.getAcquire(format.index());
        return bytes != null ? bytes : encode(format);
    }

    private synchronized byte[] encode(WireFormat format) {
        byte[] bytes = encoded.getPlain(format.index());
        if (bytes == null) {
            bytes = format.encode(reply);
            encoded.setRelease(format.index(), bytes);
        }
        return bytes;
    }
}
