package io.sluice.gateway.auth;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.gateway.auth.ConnectDecision.Accepted;
import io.sluice.gateway.auth.ConnectDecision.Refused;
import io.vertx.core.Future;

/**
 * Decides who may connect. A client without a token is anonymous where that is allowed; a token is refused as invalid, since
 * no key is configured that could have signed it.
 */
public final class ConnectAuthenticator {

    private final boolean anonymousAllowed;

    /** @param anonymousAllowed whether clients without a token are let in */
    public ConnectAuthenticator(boolean anonymousAllowed) {
        this.anonymousAllowed = anonymousAllowed;
    }

    /** Never fails; completes on the caller's thread or another. */
    public Future<ConnectDecision> decide(Command.Connect connect) {
        if (!connect.token().isEmpty()) {
            return Future.succeededFuture(new Refused(DisconnectCode.INVALID_TOKEN));
        }
        return Future.succeededFuture(
                anonymousAllowed ? new Accepted(Identity.ANONYMOUS) : new Refused(DisconnectCode.BAD_REQUEST));
    }
}
