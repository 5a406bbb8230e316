package io.sluice.gateway.broker;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Publication;

/** What a broker carries to the nodes that are subscribed to a channel. */
public sealed interface ChannelMessage {

    /** Name as clients know it, without anything that the broker puts before it. */
    String channel();

    /**
     * Somebody published. The publication's offset is 0, and its epoch empty, in a channel without a stream.
     *
     * @param delta whether it may go out as a patch against the one before it
     * @param enteredUnixMicros when it entered, in microseconds since 1970 of the clock of the node that it came by; of one that
     *     came by no node, when it reached this one
     */
    record Published(String channel, Publication publication, boolean delta, long enteredUnixMicros)
            implements ChannelMessage {}

    /** A client subscribed. */
    record Joined(String channel, ClientInfo info) implements ChannelMessage {}

    /** A client that had joined is gone. */
    record Left(String channel, ClientInfo info) implements ChannelMessage {}
}
