package io.sluice.gateway.hub;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.broker.StreamSight;

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

    /** What was had so far. */
    StreamSight sight() {
        return new StreamSight(new StreamPosition(reached, epoch), heardOffset, heardTime);
    }

    private void isOf(String other) {
        if (!epoch.equals(other)) {
            epoch = other;
            reached = 0;
            heardOffset = 0;
            heardTime = 0;
        }
    }
}
