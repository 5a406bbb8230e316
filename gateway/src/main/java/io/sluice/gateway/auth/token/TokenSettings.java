package io.sluice.gateway.auth.token;

import io.sluice.common.config.Setting;
import io.sluice.gateway.auth.jwks.EndpointTemplate;
import io.sluice.gateway.auth.key.PublicKeyPem;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Which tokens of clients are good: the keys that sign them, and what they have to say. Without any key none is. */
public record TokenSettings(
        @Setting(secret = true, doc = "Secret that signs tokens by HS256, HS384 or HS512; 32 bytes or more are safe")
                String hmacSecretKey,
        @Setting(secret = true, doc = "Former hmac_secret_key, which is accepted beside the new one")
                String hmacPreviousSecretKey,
        @Setting(
                        value = "0",
                        doc =
                                "Unix time in seconds until which hmac_previous_secret_key is accepted; 0 for as long as it is set")
                long hmacPreviousSecretKeyValidUntil,
        @Setting(doc = "PEM of the public key for RS256 to RS512 and PS256 to PS512; 2048 to 8192 bits")
                String rsaPublicKey,
        @Setting(doc = "PEM of the public key for ES256 (curve P-256), ES384 (P-384) or ES512 (P-521)")
                String ecdsaPublicKey,
        @Setting(doc = "PEM of the public key for EdDSA (Ed25519)") String ed25519PublicKey,
        @Setting(
                        doc =
                                "Address of a JSON Web Key Set whose keys sign tokens; {{name}} stands for what the group of that name in"
                                        + " issuer_regex or audience_regex finds")
                String jwksPublicEndpoint,
        @Setting(doc = "What the claim aud has to be or contain; empty for anything") String audience,
        @Setting(doc = "Regular expression that has to be found in the claim aud; anchor it by ^ and $")
                String audienceRegex,
        @Setting(doc = "What the claim iss has to be; empty for anything") String issuer,
        @Setting(doc = "Regular expression that has to be found in the claim iss; anchor it by ^ and $")
                String issuerRegex,
        @Setting(doc = "Claim that holds the user's id; empty for sub") String userIdClaim) {

    /** Nothing is configured. */
    public static final TokenSettings NONE = new TokenSettings("", "", 0, "", "", "", "", "", "", "", "", "");

    private static final Pattern CLAIM_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public TokenSettings {
        check(
                hmacPreviousSecretKeyValidUntil >= 0,
                "hmac_previous_secret_key_valid_until must be a Unix time in seconds but was "
                        + hmacPreviousSecretKeyValidUntil);
        check(
                hmacPreviousSecretKey.isEmpty() || !hmacSecretKey.isEmpty(),
                "hmac_previous_secret_key needs hmac_secret_key beside it");
        require("rsa_public_key", rsaPublicKey, PublicKeyPem::rsa);
        require("ecdsa_public_key", ecdsaPublicKey, PublicKeyPem::ecdsa);
        require("ed25519_public_key", ed25519PublicKey, PublicKeyPem::ed25519);
        check(
                audience.isEmpty() || audienceRegex.isEmpty(),
                "audience and audience_regex cannot both be set: choose one");
        check(issuer.isEmpty() || issuerRegex.isEmpty(), "issuer and issuer_regex cannot both be set: choose one");
        require("audience_regex", audienceRegex, ClaimPattern::new);
        require("issuer_regex", issuerRegex, ClaimPattern::new);
        require("jwks_public_endpoint", jwksPublicEndpoint, EndpointTemplate::new);
        requireVariables(jwksPublicEndpoint, issuerRegex, audienceRegex);
        check(
                userIdClaim.isEmpty() || CLAIM_NAME.matcher(userIdClaim).matches(),
                "user_id_claim must be letters, digits and _ but was " + userIdClaim);
    }

    /** Whether there is any key. */
    public boolean hasKeys() {
        return !(hmacSecretKey.isEmpty()
                && rsaPublicKey.isEmpty()
                && ecdsaPublicKey.isEmpty()
                && ed25519PublicKey.isEmpty()
                && jwksPublicEndpoint.isEmpty());
    }

    private static void requireVariables(String endpoint, String issuerRegex, String audienceRegex) {
        if (endpoint.isEmpty()) {
            return;
        }
        Set<String> known = new HashSet<>(new ClaimPattern(issuerRegex).names());
        known.addAll(new ClaimPattern(audienceRegex).names());
        new EndpointTemplate(endpoint)
                .variables()
                .forEach(name -> check(
                        known.contains(name),
                        "jwks_public_endpoint has {{" + name
                                + "}}, but neither issuer_regex nor audience_regex has a group of that name"));
    }

    private static void require(String name, String value, Consumer<String> reader) {
        if (value.isEmpty()) {
            return;
        }
        try {
            reader.accept(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
