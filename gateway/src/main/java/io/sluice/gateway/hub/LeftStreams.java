package io.sluice.gateway.hub;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.broker.StreamSight;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was had of the streams of channels that have no positioned subscriber on this node any more. Its clients may come back: if
 * the stream went back meanwhile, this is what tells.
 *
 * <p>Limits: of more than {@value #MAX_CHANNELS} channels the one that was left first is forgotten.
 */
@EventLoopConfined
final class LeftStreams {

    /** Some 3 MB; and fewer checks after an outage than a node makes in 3 s. */
    static final int MAX_CHANNELS = 10_000;

    /**
     * One of them.
     *
     * @param sights at least one, and at most one more than the node has loops
     * @param metaTtl as in {@link io.sluice.gateway.broker.StreamLimits}
     */
    record Left(String channel, List<StreamSight> sights, Duration metaTtl) {}

    private final int maxChannels;
    private final Map<String, Left> streams = new LinkedHashMap<>();

    LeftStreams(int maxChannels) {
        this.maxChannels = maxChannels;
    }

    void remember(Left left) {
        streams.remove(left.channel());
        streams.put(left.channel(), left);
        if (streams.size() > maxChannels) {
            Iterator<Left> first = streams.values().iterator();
            first.next();
            first.remove();
        }
    }

    /** Gives back what is remembered of a channel, and forgets it; empty if there is nothing. */
    List<StreamSight> take(String channel) {
        Left left = streams.remove(channel);
        return left == null ? List.of() : left.sights();
    }

    /** The one that was left first comes first. */
    List<Left> all() {
        return List.copyOf(streams.values());
    }
}
