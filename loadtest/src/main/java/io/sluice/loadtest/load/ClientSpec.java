package io.sluice.loadtest.load;

import java.net.URI;
import java.util.OptionalInt;

/**
 * What one client of a load test connects to and subscribes.
 *
 * @param url of the WebSocket endpoint, {@code ws://…}
 * @param number of the client in its run, from 0; clients of one address of this machine are those of the same thousands, see
 *     {@link LocalAddresses}
 * @param names of the channels
 * @param channels those that it subscribes; may be none
 * @param payload of the publications
 * @param midway whether publications may have been published before it subscribed, so that the first it gets is the
 *     beginning of its sequence
 * @param receiveBufferBytes the socket's receive buffer; empty for that of the system
 */
public record ClientSpec(
        URI url,
        int number,
        ChannelNames names,
        ChannelSet channels,
        LoadPayload payload,
        boolean midway,
        OptionalInt receiveBufferBytes) {

    public ClientSpec {
        if (!"ws".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("expected an address like ws://host:port/path but was " + url);
        }
    }

    /** A client that subscribes before anything is published. */
    public static ClientSpec fromTheBeginning(
            URI url, int number, ChannelNames names, ChannelSet channels, LoadPayload payload) {
        return new ClientSpec(url, number, names, channels, payload, false, OptionalInt.empty());
    }

    public ClientSpec joiningMidway() {
        return new ClientSpec(url, number, names, channels, payload, true, receiveBufferBytes);
    }

    public ClientSpec withReceiveBuffer(int bytes) {
        return new ClientSpec(url, number, names, channels, payload, midway, OptionalInt.of(bytes));
    }
}
