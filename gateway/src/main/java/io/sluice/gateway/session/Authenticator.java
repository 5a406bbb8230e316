package io.sluice.gateway.session;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.TokenVerifier;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.hook.Hooks;
import io.vertx.core.Future;
import java.util.Locale;

/**
 * Decides who may connect: by the token; without one by the back end that is configured for that, or by a header that a trusted
 * proxy has set; failing all of these, a client is anonymous where that is allowed.
 */
public final class Authenticator {

    private final ClientSettings settings;
    private final TokenVerifier tokens;
    private final Hooks hooks;
    private final String userIdHeader;

    public Authenticator(ClientSettings settings, TokenVerifier tokens, Hooks hooks) {
        this.settings = settings;
        this.tokens = tokens;
        this.hooks = hooks;
        this.userIdHeader = settings.userIdHttpHeader().toLowerCase(Locale.ROOT);
    }

    /** Never fails; completes on the caller's thread or another. */
    Future<Verdict<ConnectionGrant>> decide(Command.Connect connect, HookClient client) {
        if (!connect.token().isEmpty()) {
            return tokens.connection(connect.token()).map(this::judged);
        }
        if (hooks.decidesConnections()) {
            return hooks.connect(client, connect);
        }
        String user = client.headers().getOrDefault(userIdHeader, "");
        if (!user.isEmpty()) {
            return Future.succeededFuture(Verdict.granted(ofUser(user)));
        }
        return Future.succeededFuture(
                settings.admitsAnonymous()
                        ? Verdict.granted(ConnectionGrant.ANONYMOUS)
                        : Verdict.ended(DisconnectCode.BAD_REQUEST));
    }

    private Verdict<ConnectionGrant> judged(Verdict<ConnectionGrant> verdict) {
        if (!(verdict instanceof Verdict.Granted<ConnectionGrant> granted)) {
            return verdict;
        }
        if (granted.grant().user().isEmpty() && settings.disallowAnonymousConnectionTokens()) {
            return Verdict.ended(DisconnectCode.PERMISSION_DENIED);
        }
        return settings.insecure() ? Verdict.granted(withoutExpiry(granted.grant())) : verdict;
    }

    private static ConnectionGrant withoutExpiry(ConnectionGrant grant) {
        return new ConnectionGrant(
                grant.user(),
                grant.info(),
                grant.data(),
                0,
                grant.meta(),
                grant.subscriptions(),
                grant.refreshedByServer());
    }

    private static ConnectionGrant ofUser(String user) {
        ConnectionGrant anonymous = ConnectionGrant.ANONYMOUS;
        return new ConnectionGrant(
                user, Payload.EMPTY, Payload.EMPTY, 0, Payload.EMPTY, anonymous.subscriptions(), false);
    }
}
