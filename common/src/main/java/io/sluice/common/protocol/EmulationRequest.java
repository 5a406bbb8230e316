package io.sluice.common.protocol;

/**
 * What a client of a transport that only goes down posts: commands, and which connection they belong to.
 *
 * @param node id of the gateway node that has the connection
 * @param session secret of the connection; never logged
 * @param data a frame of commands in the format of the request, to be decoded by the node that has the connection
 */
public record EmulationRequest(String node, String session, Payload data) {

    /** Without the secret, as logs may get to see it. */
    @Override
    public String toString() {
        return "EmulationRequest[node=" + node + ", data=" + data.size() + " bytes]";
    }
}
