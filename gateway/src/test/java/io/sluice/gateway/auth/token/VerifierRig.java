package io.sluice.gateway.auth.token;

import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.SubscriptionToken;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.auth.Verdict.Ended;
import io.sluice.gateway.auth.Verdict.Granted;
import io.sluice.gateway.auth.Verdict.Refused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A verifier, a clock that stands still, and answers as numbers. */
final class VerifierRig implements AutoCloseable {

    /** Unix time in seconds at which the clock stands. */
    static final long NOW = 1_800_000_000L;

    static final int GRANTED = 0;

    private static final int PATIENCE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong clockMillis = new AtomicLong(NOW * 1000);
    private final JwtVerifier verifier;

    private VerifierRig(SettingsOfTokens settings, boolean skipSignatures) {
        this.verifier = new JwtVerifier(
                vertx, settings.token(), settings.subscriptionToken(), skipSignatures, clockMillis::get);
    }

    static VerifierRig of(Map<String, String> settings) {
        return new VerifierRig(SettingsOfTokens.of(settings), false);
    }

    static VerifierRig believing(Map<String, String> settings) {
        return new VerifierRig(SettingsOfTokens.of(settings), true);
    }

    static VerifierRig withSecret() {
        return of(Map.of("token.hmac_secret_key", Signer.SECRET));
    }

    void advanceSeconds(long seconds) {
        clockMillis.addAndGet(seconds * 1000);
    }

    Verdict<ConnectionGrant> connection(String token) {
        return outcome(verifier.connection(token));
    }

    Verdict<SubscriptionToken> subscription(String token) {
        return outcome(verifier.subscription(token));
    }

    Future<Verdict<ConnectionGrant>> begin(String token) {
        return verifier.connection(token);
    }

    /** 0 for a yes, else the code of the error or of the close. */
    int connectionCode(String token) {
        return code(connection(token));
    }

    int subscriptionCode(String token) {
        return code(subscription(token));
    }

    ConnectionGrant granted(String token) {
        return ((Granted<ConnectionGrant>) connection(token)).grant();
    }

    SubscriptionToken grantedSubscription(String token) {
        return ((Granted<SubscriptionToken>) subscription(token)).grant();
    }

    static int code(Verdict<?> verdict) {
        if (verdict instanceof Granted<?>) {
            return GRANTED;
        }
        return verdict instanceof Refused<?> refused
                ? refused.error().code()
                : ((Ended<?>) verdict).disconnect().code();
    }

    static <T> T outcome(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        outcome(verifier.close());
        outcome(vertx.close());
    }
}
