package io.sluice.gateway.hub;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.broker.StreamSight;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was had of the streams of channels that have no positioned subscriber on this node any more. Its clients may come back: if
 * the stream went back meanwhile, this is what tells.
 *
 * <p>Limits: of more than {@value #MAX_CHANNELS} channels the one that was left first is forgotten.
 */
@EventLoopConfined
final class LeftStreams {

    /** Some 3 MB; and no more checks after an outage than a node makes in 3 s. */
    static final int MAX_CHANNELS = 10_000;

    /**
     * One of them.
     *
     * @param metaTtl as in {@link io.sluice.gateway.broker.StreamLimits}
     */
    record Left(String channel, StreamSight sight, Duration metaTtl) {}

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

    /** Gives back what is remembered of a channel, and forgets it; null if there is nothing. */
    @Nullable
    StreamSight take(String channel) {
        Left left = streams.remove(channel);
        return left == null ? null : left.sight();
    }

    /** The one that was left first comes first. */
    List<Left> all() {
        return List.copyOf(streams.values());
    }
}
