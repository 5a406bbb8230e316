package io.sluice.gateway.auth.jwks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.sluice.gateway.auth.key.EcKey;
import io.sluice.gateway.auth.key.Ed25519Key;
import io.sluice.gateway.auth.key.RsaKey;
import io.sluice.gateway.auth.key.UnavailableKeyException;
import io.sluice.gateway.auth.key.VerificationKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of one document: public RSA, EC and Ed25519 keys for signatures. All others in it are passed over. */
final class JwkSet {

    /** Providers publish two or three; more than this is no key set of one application. */
    private static final int MAX_KEYS = 100;

    private final List<Entry> entries;

    private JwkSet(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    private record Entry(@Nullable String id, @Nullable String algorithm, VerificationKey key) {

        boolean fits(JWSAlgorithm wanted) {
            return key.fits(wanted) && (algorithm == null || algorithm.equals(wanted.getName()));
        }
    }

    /**
     * Reads a document.
     *
     * @throws UnavailableKeyException if it is no key set, holds more than 100 keys, or none that can be used
     */
    static JwkSet parse(String document) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Object>[] keys = keys(document);
        for (Map<String, Object> key : keys) {
            entry(key).ifPresent(entries::add);
        }
        if (entries.isEmpty()) {
            throw new UnavailableKeyException("none of its " + keys.length + " keys is a public key for signatures");
        }
        return new JwkSet(entries);
    }

    private static Map<String, Object>[] keys(String document) {
        Map<String, Object> @Nullable [] keys;
        try {
            keys = JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(document), "keys");
        } catch (ParseException e) {
            throw new UnavailableKeyException("it is not a JSON Web Key Set");
        }
        if (keys == null || keys.length > MAX_KEYS) {
            throw new UnavailableKeyException(
                    keys == null ? "it has no list of keys" : "it holds " + keys.length + " keys, more than 100");
        }
        return keys;
    }

    private static Optional<Entry> entry(Map<String, Object> json) {
        try {
            JWK jwk = JWK.parse(json);
            boolean forSignatures = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
            String algorithm =
                    jwk.getAlgorithm() == null ? null : jwk.getAlgorithm().getName();
            return forSignatures ? key(jwk).map(key -> new Entry(jwk.getKeyID(), algorithm, key)) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<VerificationKey> key(JWK jwk) throws JOSEException {
        if (jwk instanceof RSAKey rsa) {
            return Optional.of(new RsaKey(rsa.toRSAPublicKey()));
        }
        if (jwk instanceof ECKey ec) {
            return Optional.of(new EcKey(ec.toECPublicKey()));
        }
        if (jwk instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519)) {
            return Optional.of(Ed25519Key.of(pair.getDecodedX()));
        }
        return Optional.empty();
    }

    /**
     * The key for a signature by {@code algorithm}.
     *
     * @param id what the signer calls its key; null if it does not say, which is enough where only one key fits
     */
    Optional<VerificationKey> find(JWSAlgorithm algorithm, @Nullable String id) {
        List<Entry> fitting = entries.stream()
                .filter(entry -> entry.fits(algorithm) && (id == null || id.equals(entry.id())))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0).key()) : Optional.empty();
    }
}
