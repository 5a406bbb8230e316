package io.sluice.gateway.session;

import io.sluice.common.protocol.ConnectResult;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Reply;
import java.util.Map;

/** Composes what a client is told when it is let in. */
final class ConnectReply {

    private ConnectReply() {}

    static Reply of(long commandId, String client, LoopServices services, ClientConnection connection) {
        ClientSettings settings = services.settings();
        boolean pings = !connection.hasOwnPing() && !settings.pingInterval().isZero();
        return new Reply.Connected(
                commandId,
                new ConnectResult(
                        client,
                        services.node().version(),
                        false,
                        0,
                        Payload.EMPTY,
                        Map.of(),
                        pings ? settings.pingInterval().toSeconds() : 0,
                        pings,
                        "",
                        settings.connectIncludeNode() ? services.node().id() : "",
                        0,
                        0));
    }
}
