package io.sluice.gateway.auth.token;

import static io.sluice.common.log.PeerCaused.PEER;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.SubscriptionToken;
import io.sluice.gateway.auth.TokenVerifier;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.auth.claim.ClaimException;
import io.sluice.gateway.auth.claim.ConnectionClaims;
import io.sluice.gateway.auth.claim.SubscriptionClaims;
import io.sluice.gateway.auth.key.HmacKey;
import io.sluice.gateway.auth.token.Opened.Refusal;
import io.sluice.gateway.auth.token.Opened.Valid;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies JSON Web Tokens (RFC 7519) in the compact form of RFC 7515.
 *
 * <p>A token may be signed by HS, RS, PS or ES with 256, 384 or 512 bits, or by EdDSA with Ed25519, and never not at all. It is
 * refused with error 100, which is temporary, while the keys that would tell cannot be had or too many tokens wait.
 *
 * <p>Threading: any thread. Signatures by a shared secret are verified at once; see {@link VerificationThreads} for the others.
 *
 * <p>Limits: a token has at most 32,768 characters; a grant lasts at most a year.
 */
public final class JwtVerifier implements TokenVerifier {

    private static final Logger log = LoggerFactory.getLogger(JwtVerifier.class);

    private final TokenRefusals refusals = new TokenRefusals();
    private final SignedTokens connections;
    private final SignedTokens subscriptions;
    private final VerificationThreads threads;
    private final LongSupplier clockMillis;

    /**
     * A verifier, which warns of settings that are not safe.
     *
     * @param settings for connection tokens
     * @param subscription for subscription tokens, if they are not to be verified by the same settings
     * @param skipSignatures believes every signature; for development
     * @param clockMillis Unix time in milliseconds
     */
    public JwtVerifier(
            Vertx vertx,
            TokenSettings settings,
            SubscriptionTokenSettings subscription,
            boolean skipSignatures,
            LongSupplier clockMillis) {
        this.threads = new VerificationThreads(vertx);
        this.clockMillis = clockMillis;
        this.connections = tokens(vertx, settings, skipSignatures);
        this.subscriptions = subscription
                .own()
                .map(own -> tokens(vertx, own, skipSignatures))
                .orElse(connections);
        if (skipSignatures) {
            log.warn("SIGNATURES OF TOKENS ARE NOT VERIFIED: anybody can connect as any user."
                    + " Unset client.insecure_skip_token_signature_verify outside development");
        }
        warn("client.token", settings);
        subscription.own().ifPresent(own -> warn("client.subscription_token", own));
    }

    private SignedTokens tokens(Vertx vertx, TokenSettings settings, boolean skipSignatures) {
        Optional<SignatureCheck> signatures = skipSignatures
                ? Optional.empty()
                : Optional.of(new SignatureCheck(vertx, settings, threads, clockMillis));
        return new SignedTokens(settings, signatures, clockMillis, refusals);
    }

    private static void warn(String section, TokenSettings settings) {
        int secretBytes = settings.hmacSecretKey().getBytes(UTF_8).length;
        if (secretBytes > 0 && secretBytes < HmacKey.SAFE_BYTES) {
            log.warn(
                    "{}.hmac_secret_key is short: whoever sees a token can guess it by trying; use {} random bytes or more",
                    section,
                    HmacKey.SAFE_BYTES);
        }
        if (settings.jwksPublicEndpoint().startsWith("http:")) {
            log.warn(
                    "{}.jwks_public_endpoint is not https: whoever is on the way can put in keys of their own",
                    section);
        }
    }

    @Override
    public Future<Verdict<ConnectionGrant>> connection(String token) {
        Verdict<ConnectionGrant> invalid = Verdict.ended(DisconnectCode.INVALID_TOKEN);
        return connections.open(token).map(opened -> verdict(opened, invalid, this::connection));
    }

    private Verdict<ConnectionGrant> connection(Valid token) {
        ConnectionClaims claims = ConnectionClaims.read(token.claims());
        return lasting(token, claims.expireAt(), end -> claims.grant(token.user(), end));
    }

    @Override
    public Future<Verdict<SubscriptionToken>> subscription(String token) {
        Verdict<SubscriptionToken> invalid = Verdict.refused(ErrorCode.PERMISSION_DENIED);
        return subscriptions.open(token).map(opened -> verdict(opened, invalid, this::subscription));
    }

    private Verdict<SubscriptionToken> subscription(Valid token) {
        SubscriptionClaims claims = SubscriptionClaims.read(token.claims());
        return lasting(token, claims.expireAt(), end -> claims.token(token.user(), end));
    }

    private <T> Verdict<T> lasting(Valid token, OptionalLong expireAt, Function<Long, T> grant) {
        OptionalLong end = Lifetime.end(token.exp(), expireAt, clockMillis.getAsLong());
        if (end.isEmpty()) {
            refusals.add(TokenRefusal.EXPIRED);
        }
        return end.isPresent()
                ? Verdict.granted(grant.apply(end.getAsLong()))
                : Verdict.refused(ErrorCode.TOKEN_EXPIRED);
    }

    private <T> Verdict<T> verdict(Opened opened, Verdict<T> invalid, Function<Valid, Verdict<T>> reader) {
        if (opened instanceof Valid valid) {
            try {
                return reader.apply(valid);
            } catch (ClaimException e) {
                refusals.add(TokenRefusal.CLAIMS);
                log.debug(PEER, "token refused reason=\"{}\"", e.getMessage());
                return invalid;
            }
        }
        return switch ((Refusal) opened) {
            case EXPIRED -> Verdict.refused(ErrorCode.TOKEN_EXPIRED);
            case INVALID -> invalid;
            case UNAVAILABLE -> Verdict.refused(ErrorCode.INTERNAL);
        };
    }

    /** Tokens that were not accepted. */
    public TokenRefusals refusals() {
        return refusals;
    }

    /** Ends fetches and threads. */
    public Future<Void> close() {
        return Future.join(connections.close(), subscriptions.close())
                .eventually(threads::close)
                .mapEmpty();
    }
}
