package io.sluice.gateway.broker;

import io.sluice.common.protocol.StreamPosition;

/**
 * What this node itself has had of a stream from its broker: the evidence by which {@link Broker#check} finds that a stream went
 * back. Nothing that a client says of its position belongs in here.
 *
 * @param reached an offset that the stream had given out, and the epoch that it counts in
 * @param heardOffset of a publication of that epoch that was delivered to this node; 0 for none
 * @param heardTime that publication's {@link io.sluice.common.protocol.Publication#time}, by which it is known from another one at
 *     the same offset; 0 if it has none
 */
public record StreamSight(StreamPosition reached, long heardOffset, long heardTime) {

    /** Nothing was seen: no stream contradicts it. */
    public static final StreamSight NOTHING = new StreamSight(Broker.NO_POSITION, 0, 0);

    public StreamSight {
        if (heardOffset > reached.offset()) {
            throw new IllegalArgumentException(
                    "expected a publication up to offset " + reached.offset() + " but was " + heardOffset);
        }
    }

    /** Whether a publication's time is known that another one in its place would not have. */
    public boolean knowsPublication() {
        return heardOffset > 0 && heardTime != 0;
    }
}
