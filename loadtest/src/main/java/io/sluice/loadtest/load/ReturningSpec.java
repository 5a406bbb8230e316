package io.sluice.loadtest.load;

import java.net.URI;

/**
 * What a client connects to and subscribes that comes back whenever it is cut off.
 *
 * @param url of the WebSocket endpoint, {@code ws://…}
 * @param number of the client in its run, from 0
 * @param names of the channels
 * @param channel the number of the one that it subscribes, recoverable
 * @param payload of the publications
 */
public record ReturningSpec(URI url, int number, ChannelNames names, int channel, LoadPayload payload) {
    public ReturningSpec {
        if (!"ws".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("expected an address like ws://host:port/path but was " + url);
        }
    }
}
