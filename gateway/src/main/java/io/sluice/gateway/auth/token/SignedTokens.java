package io.sluice.gateway.auth.token;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.gateway.auth.claim.ClaimException;
import io.sluice.gateway.auth.claim.RegisteredClaims;
import io.sluice.gateway.auth.claim.UserClaim;
import io.sluice.gateway.auth.key.SignedText;
import io.sluice.gateway.auth.key.UnavailableKeyException;
import io.sluice.gateway.auth.token.Opened.Refusal;
import io.sluice.gateway.auth.token.Opened.Valid;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens tokens of one kind: form, maker and audience, signature, and time, in this order. Why one is refused is in the log at DEBUG. */
final class SignedTokens {

    private static final Logger log = LoggerFactory.getLogger(SignedTokens.class);

    private static final double MILLIS = 1000;

    private final Provenance provenance;
    private final Optional<UserClaim> userClaim;
    private final Optional<SignatureCheck> signatures;
    private final LongSupplier clockMillis;
    private final TokenRefusals refusals;

    /**
     * Tokens that are good by {@code settings}.
     *
     * @param signatures empty believes every signature
     */
    SignedTokens(
            TokenSettings settings,
            Optional<SignatureCheck> signatures,
            LongSupplier clockMillis,
            TokenRefusals refusals) {
        this.provenance = new Provenance(settings);
        this.userClaim = settings.userIdClaim().isEmpty()
                ? Optional.empty()
                : Optional.of(new UserClaim(settings.userIdClaim()));
        this.signatures = signatures;
        this.clockMillis = clockMillis;
        this.refusals = refusals;
    }

    /** Never fails because of what the token is. */
    Future<Opened> open(String token) {
        return SignedText.parse(token)
                .map(this::open)
                .orElseGet(() -> refused(TokenRefusal.MALFORMED, "it is not a signed token in compact form"));
    }

    private Future<Opened> open(SignedText text) {
        RegisteredClaims claims;
        String user;
        try {
            claims = RegisteredClaims.read(text.claims());
            user = userClaim.map(claim -> claim.read(text.claims())).orElse(claims.sub());
        } catch (ClaimException e) {
            return refused(TokenRefusal.CLAIMS, "of its claims: " + e.getMessage());
        }
        Optional<Map<String, String>> values = provenance.match(claims);
        if (values.isEmpty()) {
            return refused(TokenRefusal.ISSUER_OR_AUDIENCE, "its issuer or audience is not the one that is configured");
        }
        return isSigned(text, values.get())
                .compose(signed -> signed
                        ? Future.succeededFuture(timely(user, claims, text))
                        : refused(TokenRefusal.SIGNATURE, "no key for its algorithm has signed it"))
                .recover(this::unavailable);
    }

    private Future<Boolean> isSigned(SignedText text, Map<String, String> values) {
        return signatures.map(check -> check.isSigned(text, values)).orElseGet(() -> Future.succeededFuture(true));
    }

    private Opened timely(String user, RegisteredClaims claims, SignedText text) {
        double now = clockMillis.getAsLong() / MILLIS;
        if (now >= claims.exp()) {
            refusals.add(TokenRefusal.EXPIRED);
            return Refusal.EXPIRED;
        }
        if (now < claims.nbf()) {
            refusals.add(TokenRefusal.NOT_YET_VALID);
            log.debug(PEER, "token refused reason=\"it is not valid yet\"");
            return Refusal.INVALID;
        }
        return new Valid(user, claims.exp(), text.claims());
    }

    private Future<Opened> unavailable(Throwable failure) {
        if (!(failure instanceof UnavailableKeyException)) {
            return Future.failedFuture(failure);
        }
        refusals.add(TokenRefusal.KEYS_UNAVAILABLE);
        log.debug(PEER, "token not verified reason=\"{}\"", failure.getMessage());
        return Future.succeededFuture(Refusal.UNAVAILABLE);
    }

    private Future<Opened> refused(TokenRefusal why, String reason) {
        refusals.add(why);
        log.debug(PEER, "token refused reason=\"{}\"", reason);
        return Future.succeededFuture(Refusal.INVALID);
    }

    Future<Void> close() {
        return signatures.map(SignatureCheck::close).orElseGet(Future::succeededFuture);
    }
}
