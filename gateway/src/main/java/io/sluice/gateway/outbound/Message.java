package io.sluice.gateway.outbound;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
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
    // The document straight before the publication, where it is known.
    private final @Nullable Payload previous;
    // Made when the first other form is needed.
    private volatile @Nullable PublicationForms forms;
    private final AtomicReferenceArray<byte[]> encoded = new AtomicReferenceArray<>(WireFormat.COUNT);

    private Message(
            Reply reply, String channel, @Nullable Publication publication, @Nullable Payload previous) {
        this.reply = reply;
        this.channel = channel;
        this.publication = publication;
        this.previous = previous;
    }

    /** An answer, or a push that is no publication. */
    public static Message of(Reply reply) {
        return new Message(reply, "", null, null);
    }

    /** A push about a channel that is no publication. */
    public static Message of(Push push) {
        return new Message(new Reply.Pushed(push), push.channel(), null, null);
    }

    /** A publication, as a push to its channel's subscribers. */
    public static Message of(String channel, Publication publication) {
        return of(channel, publication, null);
    }

    /**
     * A publication that may go out as a patch.
     *
     * @param previous the document straight before it in its stream, which patches are made against; null if it is not known
     */
    public static Message of(String channel, Publication publication, @Nullable Payload previous) {
        Push push = new Push.Published(channel, PublicationForms.onTheWire(publication, "", DataForm.PLAIN));
        return new Message(new Reply.Pushed(push), channel, publication, previous);
    }

    /** A publication of {@code channel}, as a push to those who subscribed to a pattern. */
    public static Message matched(String pattern, String channel, Publication publication) {
        Push push = new Push.Published(pattern, PublicationForms.onTheWire(publication, channel, DataForm.PLAIN));
        return new Message(new Reply.Pushed(push), pattern, publication, null);
    }

    /** The same publication in another form; all that differs for slow clients and conflation is its bytes. */
    static Message of(Message original, Push.Published push) {
        return new Message(new Reply.Pushed(push), original.channel, original.publication, null);
    }

    /**
     * This publication in the form that a subscription needs, made once for all of them.
     *
     * @param channelId number that stands for the channel's name; 0 for none
     * @param form {@link DataForm#PATCH} gives the whole document where no patch is to be had or none is shorter
     */
    public Message as(long channelId, DataForm form) {
        if (channelId == 0 && form == DataForm.PLAIN) {
            return this;
        }
        PublicationForms made = forms;
        if (made == null) {
            synchronized (this) {
                made = forms;
                if (made == null) {
                    made = new PublicationForms(this, previous);
                    forms = made;
                }
            }
        }
        return made.get(channelId, form);
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
