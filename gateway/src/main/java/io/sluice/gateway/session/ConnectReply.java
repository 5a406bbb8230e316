package io.sluice.gateway.session;

import io.sluice.common.protocol.ConnectResult;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import java.util.Map;

/** Composes what a client is told when it is let in. */
final class ConnectReply {

    private ConnectReply() {}

    static Reply of(long commandId, String client, LoopServices services, ClientConnection connection) {
        ClientSettings settings = services.settings();
        TransportKind kind = connection.kind();
        boolean pings = !connection.hasOwnPing() && !settings.pingInterval().isZero();
        ConnectResult result = new ConnectResult(
                client,
                services.node().version(),
                false,
                0,
                Payload.EMPTY,
                Map.of(),
                pings ? settings.pingInterval().toSeconds() : 0,
                pings && !kind.unidirectional(),
                connection.session(),
                kind.emulated() || settings.connectIncludeNode()
                        ? services.node().id()
                        : "",
                0,
                0);
        return kind.unidirectional()
                ? new Reply.Pushed(new Push.Connected(result))
                : new Reply.Connected(commandId, result);
    }
}
