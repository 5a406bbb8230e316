package io.sluice.gateway.broker;

import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import java.util.List;

/**
 * A part of a stream.
 *
 * @param publications each with its offset, in the order asked for
 * @param top offset of the newest publication of the stream, 0 if there never was one, and the stream's epoch
 */
public record HistoryPage(List<Publication> publications, StreamPosition top) {

    public HistoryPage {
        publications = List.copyOf(publications);
    }
}
