package io.sluice.gateway.fakes;

import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.SubscriptionToken;
import io.sluice.gateway.auth.TokenVerifier;
import io.sluice.gateway.auth.Verdict;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** Knows the tokens that the test has told it; {@code expired} has expired, and any other is no good. */
public final class FakeTokens implements TokenVerifier {

    private final Map<String, ConnectionGrant> connections = new HashMap<>();
    private final Map<String, SubscriptionToken> subscriptions = new HashMap<>();
    private boolean unverifiable;

    /** From here on nothing can be verified, or everything again. */
    public void unverifiable(boolean isUnverifiable) {
        unverifiable = isUnverifiable;
    }

    public void connection(String token, ConnectionGrant grant) {
        connections.put(token, grant);
    }

    public void subscription(String token, SubscriptionToken content) {
        subscriptions.put(token, content);
    }

    @Override
    public Future<Verdict<ConnectionGrant>> connection(String token) {
        return verdict(token, connections.get(token), Verdict.ended(DisconnectCode.INVALID_TOKEN));
    }

    @Override
    public Future<Verdict<SubscriptionToken>> subscription(String token) {
        return verdict(token, subscriptions.get(token), Verdict.refused(ErrorCode.PERMISSION_DENIED));
    }

    private <T> Future<Verdict<T>> verdict(String token, T content, Verdict<T> otherwise) {
        if (unverifiable) {
            return Future.succeededFuture(Verdict.refused(ErrorCode.INTERNAL));
        }
        if (token.equals("expired")) {
            return Future.succeededFuture(Verdict.refused(ErrorCode.TOKEN_EXPIRED));
        }
        return Future.succeededFuture(content == null ? otherwise : Verdict.granted(content));
    }
}
