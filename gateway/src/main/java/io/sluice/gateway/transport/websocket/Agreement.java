package io.sluice.gateway.transport.websocket;

import io.sluice.common.protocol.Command;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What client and server agreed on in the handshake.
 *
 * @param protobuf whether both sides send protobuf, and not JSON
 * @param deflate for permessage-deflate; null without it
 * @param framePings whether pings are those of the WebSocket protocol in place of the client protocol's
 * @param opening commands that came with the handshake; empty but for clients that only listen
 * @param headers those of the client's that back ends may see, names in lower case
 */
record Agreement(
        boolean protobuf,
        @Nullable DeflateLoop deflate,
        boolean framePings,
        List<Command> opening,
        Map<String, String> headers) {

    Agreement {
        opening = List.copyOf(opening);
        headers = Map.copyOf(headers);
    }
}
