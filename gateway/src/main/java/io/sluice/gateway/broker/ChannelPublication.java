package io.sluice.gateway.broker;

import io.sluice.common.protocol.Publication;

/**
 * A publication and the channel that it was made in.
 *
 * @param channel name as clients know it, without anything that the broker puts before it
 */
public record ChannelPublication(String channel, Publication publication) {}
