package io.sluice.gateway.outbound;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.UnsuitablePayloadException;
import io.sluice.common.threading.ThreadSafe;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One protocol message on its way to clients, encoded at most once for each encoding, whatever the number of its receivers and of
 * the event loops that they live on; also where a format turns out to be unable to carry it.
 *
 * <p>Its bytes lie on the heap, so nobody has to give them back: a message lives as long as some client waits for it.
 *
 * <p>Threading: any thread. A loop that needs bytes which another one is just encoding waits for them: it is no longer than
 * encoding them itself, and costs nothing.
 */
@ThreadSafe
public final class Message {

    /** Stands for the bytes in an encoding that has none for this message; no message is empty. */
    private static final byte[] UNSUITABLE = {};

    private final Reply reply;
    private final @Nullable Publication publication;
    private final String channel;
    // The document straight before the publication, where it is known.
    private final @Nullable Payload previous;
    private final @Nullable Passage passage;
    // Made when the first other form is needed.
    private volatile @Nullable PublicationForms forms;
    private final AtomicReferenceArray<byte[]> encoded = new AtomicReferenceArray<>(WireFormat.ENCODINGS);

    private Message(
            Reply reply,
            String channel,
            @Nullable Publication publication,
            @Nullable Payload previous,
            @Nullable Passage passage) {
        this.reply = reply;
        this.channel = channel;
        this.publication = publication;
        this.previous = previous;
        this.passage = passage;
    }

    /** An answer, or a push that is no publication. */
    public static Message of(Reply reply) {
        return new Message(reply, "", null, null, null);
    }

    /** A push about a channel that is no publication. */
    public static Message of(Push push) {
        return new Message(new Reply.Pushed(push), push.channel(), null, null, null);
    }

    /** A publication, as a push to its channel's subscribers. */
    public static Message of(String channel, Publication publication) {
        return arrived(channel, publication, null, null);
    }

    /**
     * A publication that came from the broker, and may go out as a patch.
     *
     * @param previous the document straight before it in its stream, which patches are made against; null if it is not known
     * @param passage its way through this node; null where nobody wants to know
     */
    public static Message arrived(
            String channel, Publication publication, @Nullable Payload previous, @Nullable Passage passage) {
        Push push = new Push.Published(channel, PublicationForms.onTheWire(publication, DataForm.PLAIN));
        return new Message(new Reply.Pushed(push), channel, publication, previous, passage);
    }

    /** A publication of {@code channel}, as a push to those who subscribed to a pattern. */
    public static Message matched(String pattern, String channel, Publication publication, Passage passage) {
        Publication named = new Publication(
                publication.data(),
                publication.info(),
                publication.offset(),
                publication.tags(),
                publication.form(),
                channel,
                publication.epoch(),
                publication.time());
        return arrived(pattern, named, null, passage);
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

    /**
     * A publication as some of its subscribers get it: as a patch, say, or under another name.
     *
     * @param original what was published, by whose tags and offset slow clients are served
     * @param push what is sent
     */
    public static Message variant(Publication original, Push.Published push) {
        return new Message(new Reply.Pushed(push), push.channel(), original, null, null);
    }

    /** The name of the publication's channel as its receivers know it, or empty. */
    public String channel() {
        return channel;
    }

    /** The publication's way through this node; null for all else, and where nobody wants to know. */
    public @Nullable Passage passage() {
        return passage;
    }

    /** What was published, or null for an answer. */
    public @Nullable Publication publication() {
        return publication;
    }

    /** Whether {@code format} can carry this message; a client to which it cannot be sent is to be disconnected. */
    public boolean suits(WireFormat format) {
        return bytes(format) != UNSUITABLE;
    }

    /**
     * The bytes in {@code format}, which must not be modified.
     *
     * @throws UnsuitablePayloadException if it does not {@linkplain #suits suit} the format
     */
    public byte[] in(WireFormat format) {
        byte[] bytes = bytes(format);
        if (bytes == UNSUITABLE) {
            throw new UnsuitablePayloadException("expected a payload that the client's format can carry");
        }
        return bytes;
    }

    private byte[] bytes(WireFormat format) {
        byte[] bytes = encoded.getAcquire(format.encoding());
        return bytes != null ? bytes : encode(format);
    }

    private synchronized byte[] encode(WireFormat format) {
        byte[] bytes = encoded.getPlain(format.encoding());
        if (bytes == null) {
            bytes = encodeOnce(format);
            encoded.setRelease(format.encoding(), bytes);
        }
        return bytes;
    }

    private byte[] encodeOnce(WireFormat format) {
        try {
            return format.encode(reply);
        } catch (UnsuitablePayloadException e) {
            return UNSUITABLE;
        }
    }
}
