package io.sluice.gateway.auth.token;

import io.sluice.gateway.auth.jwks.EndpointTemplate;
import io.sluice.gateway.auth.jwks.JwkSets;
import io.sluice.gateway.auth.key.HmacKey;
import io.sluice.gateway.auth.key.PublicKeyPem;
import io.sluice.gateway.auth.key.SignedText;
import io.sluice.gateway.auth.key.VerificationKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether one of the keys that are configured has signed a token. A configured key that fits the token's algorithm is tried
 * first, then the key of the key set. Secrets are never taken from a key set, which everybody can read.
 */
final class SignatureCheck {

    private static final long MILLIS = 1000;

    private final List<DatedKey> keys;
    private final Optional<JwkSets> sets;
    private final VerificationThreads threads;
    private final LongSupplier clockMillis;

    /** A key, and the Unix time in seconds until which it is good; 0 for ever. */
    private record DatedKey(VerificationKey key, long validUntil) {

        boolean isGood(long nowMillis) {
            return validUntil == 0 || nowMillis < validUntil * MILLIS;
        }
    }

    SignatureCheck(Vertx vertx, TokenSettings settings, VerificationThreads threads, LongSupplier clockMillis) {
        this.keys = keys(settings);
        this.sets = settings.jwksPublicEndpoint().isEmpty()
                ? Optional.empty()
                : Optional.of(new JwkSets(vertx, new EndpointTemplate(settings.jwksPublicEndpoint()), clockMillis));
        this.threads = threads;
        this.clockMillis = clockMillis;
    }

    private static List<DatedKey> keys(TokenSettings settings) {
        List<DatedKey> keys = new ArrayList<>();
        if (!settings.hmacSecretKey().isEmpty()) {
            keys.add(new DatedKey(new HmacKey(settings.hmacSecretKey()), 0));
        }
        if (!settings.hmacPreviousSecretKey().isEmpty()) {
            HmacKey previous = new HmacKey(settings.hmacPreviousSecretKey());
            keys.add(new DatedKey(previous, settings.hmacPreviousSecretKeyValidUntil()));
        }
        if (!settings.rsaPublicKey().isEmpty()) {
            keys.add(new DatedKey(PublicKeyPem.rsa(settings.rsaPublicKey()), 0));
        }
        if (!settings.ecdsaPublicKey().isEmpty()) {
            keys.add(new DatedKey(PublicKeyPem.ecdsa(settings.ecdsaPublicKey()), 0));
        }
        if (!settings.ed25519PublicKey().isEmpty()) {
            keys.add(new DatedKey(PublicKeyPem.ed25519(settings.ed25519PublicKey()), 0));
        }
        return List.copyOf(keys);
    }

    /**
     * Fails with {@link io.sluice.gateway.auth.key.UnavailableKeyException} while it cannot be known.
     *
     * @param values what stands for variables in the address of the key set
     */
    Future<Boolean> isSigned(SignedText text, Map<String, String> values) {
        long now = clockMillis.getAsLong();
        Iterator<VerificationKey> fitting = keys.stream()
                .filter(key -> key.isGood(now) && key.key().fits(text.algorithm()))
                .map(DatedKey::key)
                .iterator();
        return isSignedByAny(fitting, text)
                .compose(signed -> signed || sets.isEmpty()
                        ? Future.succeededFuture(signed)
                        : isSignedBySet(sets.get(), text, values));
    }

    private Future<Boolean> isSignedByAny(Iterator<VerificationKey> fitting, SignedText text) {
        if (!fitting.hasNext()) {
            return Future.succeededFuture(false);
        }
        return threads.verify(fitting.next(), text)
                .compose(signed -> signed ? Future.succeededFuture(true) : isSignedByAny(fitting, text));
    }

    private Future<Boolean> isSignedBySet(JwkSets from, SignedText text, Map<String, String> values) {
        if (!JwkSets.serves(text.algorithm())) {
            return Future.succeededFuture(false);
        }
        return from.find(text, values).compose(found -> found.map(key -> threads.verify(key, text))
                .orElseGet(() -> Future.succeededFuture(false)));
    }

    Future<Void> close() {
        return sets.map(JwkSets::close).orElseGet(Future::succeededFuture);
    }
}
