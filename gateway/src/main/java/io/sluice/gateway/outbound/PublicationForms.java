package io.sluice.gateway.outbound;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.Push;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.delta.FossilDelta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which one publication goes out: under its channel's name or a number, whole or as a patch. Each is made when it is
 * first needed on the node, and the patch is computed once for all of them.
 */
@ThreadSafe
public final class PublicationForms {

    private record Key(long channelId, DataForm form) {}

    private final Message original;
    private final Publication publication;
    private final @Nullable Payload previous;

    // Guarded by this.
    private final Map<Key, Message> forms = new HashMap<>(4);
    private @Nullable Publication patched;

    PublicationForms(Message original, @Nullable Payload previous) {
        this.original = original;
        this.publication = requireNonNull(original.publication());
        this.previous = previous;
    }

    synchronized Message get(long channelId, DataForm form) {
        Publication content = content(form);
        Key key = new Key(channelId, content.form());
        Message message = forms.get(key);
        if (message == null) {
            message = Message.variant(publication, new Push.Published(original.channel(), channelId, content));
            forms.put(key, message);
        }
        return message;
    }

    private Publication content(DataForm form) {
        if (form != DataForm.PATCH || previous == null) {
            return onTheWire(publication, form == DataForm.PATCH ? DataForm.WHOLE : form);
        }
        if (patched == null) {
            patched = patch(publication, previous);
        }
        return patched;
    }

    /**
     * Publications of the past as a subscriber is sent them together.
     *
     * @param publications in order and without a gap, if {@code delta}
     * @param delta whether each but the first one may be a patch against the one before it
     */
    public static List<Publication> past(List<Publication> publications, boolean delta) {
        List<Publication> sent = new ArrayList<>(publications.size());
        for (int i = 0; i < publications.size(); i++) {
            Publication each = publications.get(i);
            if (!delta) {
                sent.add(onTheWire(each, DataForm.PLAIN));
            } else if (i == 0) {
                sent.add(onTheWire(each, DataForm.WHOLE));
            } else {
                sent.add(patch(each, publications.get(i - 1).data()));
            }
        }
        return sent;
    }

    /** {@code publication} as a patch against {@code previous}, or whole if that is no longer. */
    static Publication patch(Publication publication, Payload previous) {
        Payload data = publication.data();
        byte[] bytes = FossilDelta.encode(previous.bytes(), data.bytes());
        Payload patch = data.isBinary() || previous.isBinary() ? Payload.binary(bytes) : Payload.of(bytes);
        return patch.size() < data.size()
                ? onTheWire(publication, DataForm.PATCH, patch)
                : onTheWire(publication, DataForm.WHOLE);
    }

    /**
     * What subscribers are sent of {@code publication}: its epoch only with the first one of a stream, which a subscriber that came
     * before it cannot know of otherwise.
     */
    static Publication onTheWire(Publication publication, DataForm form) {
        return onTheWire(publication, form, publication.data());
    }

    private static Publication onTheWire(Publication publication, DataForm form, Payload data) {
        return new Publication(
                data,
                publication.info(),
                publication.offset(),
                publication.tags(),
                form,
                publication.channel(),
                publication.offset() == 1 ? publication.epoch() : "",
                0);
    }
}
