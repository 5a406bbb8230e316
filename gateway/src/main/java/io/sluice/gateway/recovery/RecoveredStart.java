package io.sluice.gateway.recovery;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import java.util.List;

/**
 * Where a subscription with a position begins.
 *
 * @param recovered whether the client gets the past that it asked for
 * @param publications that past, by ascending offset; filters apply to it only now, for they leave gaps
 * @param reported the position for the reply
 * @param reached the last publication that is accounted for: live ones continue behind it, see {@link PositionTracker}
 */
public record RecoveredStart(
        boolean recovered, List<Publication> publications, StreamPosition reported, StreamPosition reached) {

    public RecoveredStart {
        publications = List.copyOf(publications);
    }
}
