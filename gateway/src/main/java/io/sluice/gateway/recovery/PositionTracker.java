package io.sluice.gateway.recovery;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.EventLoopConfined;

/**
 * How far one subscription has come in its channel's stream, so that nothing is delivered twice and no loss goes unnoticed.
 *
 * <p>A publication that a filter keeps from the client is accepted like any other: the position tells what has been here, not
 * what was sent.
 */
@EventLoopConfined
public final class PositionTracker {

    /** What to do with a publication. */
    public enum Step {
        /** It is the next one, or belongs to no stream. */
        DELIVER,
        /** It has been here before: drop it. */
        DUPLICATE,
        /** Something before it is missing, or the stream began anew: end the subscription, for the client has to recover. */
        INSUFFICIENT
    }

    /** How a position compares with the top of the stream as it was read. */
    public enum Standing {
        /** Nothing is missing. */
        AT_TOP,
        /** Publications have not come. They may be on their way: compare with the same top again a little later. */
        BEHIND,
        /** The top is old, or the stream lost its newest publications: read it again; a new one that is lower tells of loss. */
        AHEAD,
        /** The stream began anew. */
        OTHER_LIFE
    }

    // Empty until the first publication tells it, if whoever knew the offset did not know the epoch.
    private String epoch;
    private long offset;

    /**
     * Begins behind {@code start}.
     *
     * @param start of the last publication that is accounted for; with an empty epoch, that of the next publication is adopted
     */
    public PositionTracker(StreamPosition start) {
        epoch = start.epoch();
        offset = start.offset();
    }

    /**
     * Takes note of a publication that the broker delivered.
     *
     * <p>The position stays where it was unless the answer is to deliver, so after {@link Step#INSUFFICIENT} it is still the
     * place to recover from.
     *
     * @param publication with the epoch of its stream; one with offset 0 belongs to no stream and changes nothing
     */
    public Step accept(Publication publication) {
        if (publication.offset() == 0) {
            return Step.DELIVER;
        }
        if (!epoch.isEmpty() && !epoch.equals(publication.epoch())) {
            return Step.INSUFFICIENT;
        }
        if (publication.offset() <= offset) {
            return Step.DUPLICATE;
        }
        if (publication.offset() != offset + 1) {
            return Step.INSUFFICIENT;
        }
        epoch = publication.epoch();
        offset = publication.offset();
        return Step.DELIVER;
    }

    /** Compares with the top of the stream, which finds even the loss of a last publication, that no later one gives away. */
    public Standing standing(StreamPosition top) {
        if (!epoch.isEmpty() && !epoch.equals(top.epoch())) {
            return Standing.OTHER_LIFE;
        }
        if (offset == top.offset()) {
            return Standing.AT_TOP;
        }
        return offset < top.offset() ? Standing.BEHIND : Standing.AHEAD;
    }

    /** Where the last accepted publication is. */
    public StreamPosition position() {
        return new StreamPosition(offset, epoch);
    }
}
