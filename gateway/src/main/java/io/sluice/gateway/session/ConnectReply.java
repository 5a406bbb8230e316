package io.sluice.gateway.session;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.ConnectResult;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.SubscribeResult;
import io.sluice.gateway.auth.ConnectionGrant;
import java.util.Map;

/** Composes what a client is told when it is let in. */
final class ConnectReply {

    private ConnectReply() {}

    static Reply of(
            Command.Connect command,
            ConnectionGrant grant,
            Map<String, SubscribeResult> subscriptions,
            ClientSession session,
            LoopServices services,
            ClientConnection connection) {
        ClientSettings settings = services.settings();
        TransportKind kind = connection.kind();
        boolean pings = !connection.hasOwnPing() && !settings.pingInterval().isZero();
        boolean namesNode = kind.emulated() || settings.connectIncludeNode();
        boolean expires = session.lifetime().clientRefreshes();
        ConnectResult result = new ConnectResult(
                session.id(),
                services.node().version(),
                expires,
                expires ? session.lifetime().ttlSeconds() : 0,
                grant.data(),
                subscriptions,
                pings ? settings.pingInterval().toSeconds() : 0,
                pings && !kind.unidirectional(),
                connection.session(),
                namesNode ? services.node().id() : "",
                settings.connectIncludeServerTime() ? services.clock().millis() : 0,
                0);
        return kind.unidirectional()
                ? new Reply.Pushed(new Push.Connected(result))
                : new Reply.Connected(command.id(), result);
    }
}
