package io.sluice.gateway.session;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Payload;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.RefreshGrant;
import io.sluice.gateway.hook.HookClient;
import java.util.Map;

/** Who a connected client is. */
@EventLoopConfined
final class ConnectedClient {

    private final String id;
    private final String user;
    private final ClientConnection connection;
    private final Map<String, String> emulatedHeaders;
    private Payload info;
    private Payload meta;

    /** @param emulatedHeaders those that back ends may see */
    ConnectedClient(
            String id, ConnectionGrant grant, ClientConnection connection, Map<String, String> emulatedHeaders) {
        this.id = id;
        this.user = grant.user();
        this.connection = connection;
        this.emulatedHeaders = emulatedHeaders;
        this.info = grant.info();
        this.meta = grant.meta();
    }

    String id() {
        return id;
    }

    String user() {
        return user;
    }

    boolean isAnonymous() {
        return user.isEmpty();
    }

    /** How others see the client in a channel; in its publications and, with the next refresh, as a member. */
    ClientInfo info(Payload channelInfo) {
        return new ClientInfo(user, id, info, channelInfo);
    }

    /** Takes over what a refresh says of the client. */
    void update(RefreshGrant grant) {
        info = grant.info().orElse(info);
        meta = grant.meta().orElse(meta);
    }

    /** The client as back ends are told of it. */
    HookClient forHooks() {
        return new HookClient(
                id, user, connection.kind().label(), connection.binary(), meta, connection.headers(), emulatedHeaders);
    }
}
