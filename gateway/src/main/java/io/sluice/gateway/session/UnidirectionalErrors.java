package io.sluice.gateway.session;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ProtocolError;

/** How errors of the connect command are told to clients that get no answers: by how they are disconnected. */
final class UnidirectionalErrors {

    private static final int PERMISSION_DENIED = 103;
    private static final int TOKEN_EXPIRED = 109;
    private static final int EXPIRED = 110;
    private static final int TOO_MANY_REQUESTS = 111;

    private UnidirectionalErrors() {}

    static Disconnect disconnect(ProtocolError error) {
        DisconnectCode code =
                switch (error.code()) {
                    case TOKEN_EXPIRED, EXPIRED -> DisconnectCode.CONNECTION_EXPIRED;
                    case TOO_MANY_REQUESTS -> DisconnectCode.TOO_MANY_REQUESTS;
                    case PERMISSION_DENIED -> DisconnectCode.PERMISSION_DENIED;
                    default -> DisconnectCode.INTERNAL;
                };
        return code.disconnect();
    }
}
