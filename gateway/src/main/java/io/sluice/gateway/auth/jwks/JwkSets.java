package io.sluice.gateway.auth.jwks;

import com.nimbusds.jose.JWSAlgorithm;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.auth.key.SignedText;
import io.sluice.gateway.auth.key.UnavailableKeyException;
import io.sluice.gateway.auth.key.VerificationKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The key sets of all endpoints that a template leads to; a plain address leads to one.
 *
 * <p>Limits: 256 endpoints are kept, those without keys leaving first and then those not used for longest; at most 16 fetches run at
 * once. Beyond, keys are unavailable for the moment.
 */
@ThreadSafe
public final class JwkSets {

    /** One for each tenant of a provider; 256 sets of a few keys take some hundred kilobytes. */
    private static final int MAX_ENDPOINTS = 256;

    /** Forged issuers may lead to ever new endpoints, so what they cause has to have a limit beside that of each endpoint. */
    private static final int MAX_FETCHES = 16;

    private final EndpointTemplate template;
    private final LongSupplier clockMillis;
    private final JwkSetFetcher fetcher;

    /** Fetches that run; no lock, since a set begins one while it holds its own. */
    private final AtomicInteger fetches = new AtomicInteger();

    /** In the order of use. Guarded by this. */
    private final Map<URI, CachedJwkSet> sets = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Nothing is fetched before it is needed.
     *
     * @param clockMillis Unix time in milliseconds
     */
    public JwkSets(Vertx vertx, EndpointTemplate template, LongSupplier clockMillis) {
        this.template = template;
        this.clockMillis = clockMillis;
        this.fetcher = new JwkSetFetcher(vertx);
    }

    /**
     * The key that should have signed {@code text}; empty if there is none. Fails with {@link UnavailableKeyException} while that
     * cannot be known. Completes on any thread.
     *
     * @param values what stands for the variables of the template
     */
    public Future<Optional<VerificationKey>> find(SignedText text, Map<String, String> values) {
        return template.resolve(values)
                .map(endpoint -> set(endpoint).find(text.algorithm(), text.keyId()))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    /** Whether keys for {@code algorithm} are looked for in key sets: public ones only, as everybody can read a set. */
    public static boolean serves(JWSAlgorithm algorithm) {
        return JWSAlgorithm.Family.RSA.contains(algorithm)
                || JWSAlgorithm.Family.EC.contains(algorithm)
                || JWSAlgorithm.Family.ED.contains(algorithm);
    }

    /** Ends fetches and connections. */
    public Future<Void> close() {
        return fetcher.close();
    }

    private synchronized CachedJwkSet set(URI endpoint) {
        CachedJwkSet known = sets.get(endpoint);
        if (known != null) {
            return known;
        }
        if (sets.size() >= MAX_ENDPOINTS) {
            makeRoom();
        }
        CachedJwkSet created = new CachedJwkSet(() -> fetch(endpoint), clockMillis);
        sets.put(endpoint, created);
        return created;
    }

    private void makeRoom() {
        URI leaving = sets.entrySet().stream()
                .filter(entry -> !entry.getValue().hasKeys())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(this::leastUsed);
        sets.remove(leaving);
    }

    private URI leastUsed() {
        Iterator<URI> order = sets.keySet().iterator();
        return order.next();
    }

    private Future<JwkSet> fetch(URI endpoint) {
        if (fetches.incrementAndGet() > MAX_FETCHES) {
            fetches.decrementAndGet();
            return Future.failedFuture(new UnavailableKeyException("16 fetches of keys are running already"));
        }
        return fetcher.fetch(endpoint).onComplete(outcome -> fetches.decrementAndGet());
    }
}
