package io.sluice.gateway.hub;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.broker.StreamSight;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what one loop has had of a channel's stream from the broker: that is evidence if the stream goes back, see {@link
 * io.sluice.gateway.broker.Broker#check}. What is of another epoch than before replaces all of it.
 */
@EventLoopConfined
final class StreamWitness {

    private String epoch = "";
    private long reached;
    // Of the last publication that was delivered; offset 0 before the first.
    private long heardOffset;
    private long heardTime;
    // What was had when the broker was back, until it has been shown; null at other times.
    private @Nullable StreamSight kept;

    /**
     * Whether a publication, with an offset, comes right behind the one that was delivered before, or nothing can be told. If not,
     * publications were lost on the way, or the stream went back.
     */
    boolean isNext(Publication publication) {
        return heardOffset == 0
                || publication.offset() == heardOffset + 1
                || !publication.epoch().equals(epoch);
    }

    /** A publication with an offset was delivered. */
    void heard(Publication publication) {
        isOf(publication.epoch());
        heardOffset = publication.offset();
        heardTime = publication.time();
        reached = Math.max(reached, heardOffset);
    }

    /** The broker said that the stream was here. */
    void read(StreamPosition top) {
        isOf(top.epoch());
        reached = Math.max(reached, top.offset());
    }

    /**
     * The broker is back after an outage: what was had until now is what the stream may have lost, and nothing that comes from here
     * on takes its place until it was shown.
     */
    void keep() {
        kept = sight();
    }

    /** What was kept has been shown. */
    void shown() {
        kept = null;
    }

    /** What was had so far. */
    StreamSight sight() {
        return kept != null ? kept : new StreamSight(new StreamPosition(reached, epoch), heardOffset, heardTime);
    }

    private void isOf(String other) {
        if (!epoch.equals(other)) {
            epoch = other;
            reached = 0;
            heardOffset = 0;
            heardTime = 0;
            kept = null;
        }
    }
}
