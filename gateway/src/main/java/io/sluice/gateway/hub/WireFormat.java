package io.sluice.gateway.hub;

import io.sluice.common.protocol.Publication;

/**
 * How publications look on one kind of connection: protocol format and transport framing together. Each event loop encodes a
 * publication at most once per format, whatever the number of its receivers.
 */
public interface WireFormat {

    /** Number of formats that a node can have at most; {@link #index} is below it. */
    int COUNT = 8;

    /** This format's own small number, 0 to {@link #COUNT} - 1, the same for the life of the process. */
    int index();

    /** The publication as a push, complete with framing. The caller owns the frame's reference. */
    SharedFrame encode(String channel, Publication publication);
}
