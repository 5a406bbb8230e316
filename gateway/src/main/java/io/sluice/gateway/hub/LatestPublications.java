package io.sluice.gateway.hub;

import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.threading.ThreadSafe;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest publication of each channel whose publications may go out as patches, since a patch needs what came before.
 *
 * <p>A node remembers what it has passed on itself; that spares Redis the second copy of every document. A channel that this node
 * has just subscribed to begins with a whole document.
 *
 * <p>Limit: one publication for each such channel that has subscribers here.
 *
 * <p>Threading: any thread, but never two at once for one channel.
 */
@ThreadSafe
final class LatestPublications {

    private final ConcurrentMap<String, Publication> latest = new ConcurrentHashMap<>();

    /**
     * Remembers {@code publication}.
     *
     * @param delta whether it may be a patch; from the first such one on the channel is remembered
     * @return the document straight before it, if it is known and a patch is wanted
     */
    @Nullable
    Payload advance(String channel, Publication publication, boolean delta) {
        if (!delta && (latest.isEmpty() || !latest.containsKey(channel))) {
            return null;
        }
        Publication before = latest.put(channel, publication);
        return delta && before != null && precedes(before, publication) ? before.data() : null;
    }

    /** The channel has no subscribers any more. */
    void forget(String channel) {
        latest.remove(channel);
    }

    private static boolean precedes(Publication before, Publication publication) {
        return publication.offset() == before.offset() + 1
                && publication.epoch().equals(before.epoch());
    }
}
