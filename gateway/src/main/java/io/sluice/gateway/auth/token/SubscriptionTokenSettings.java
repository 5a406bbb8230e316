package io.sluice.gateway.auth.token;

import io.sluice.common.config.Setting;
import java.util.Optional;

/** Which subscription tokens are good, where that is to be other than for connection tokens. */
public record SubscriptionTokenSettings(
        @Setting(
                        value = "false",
                        doc =
                                "Verifies subscription tokens by the settings of this section only; else those of client.token hold for"
                                        + " both kinds")
                boolean enabled,
        @Setting(secret = true, doc = "As client.token.hmac_secret_key") String hmacSecretKey,
        @Setting(secret = true, doc = "As client.token.hmac_previous_secret_key") String hmacPreviousSecretKey,
        @Setting(value = "0", doc = "As client.token.hmac_previous_secret_key_valid_until")
                long hmacPreviousSecretKeyValidUntil,
        @Setting(doc = "As client.token.rsa_public_key") String rsaPublicKey,
        @Setting(doc = "As client.token.ecdsa_public_key") String ecdsaPublicKey,
        @Setting(doc = "As client.token.ed25519_public_key") String ed25519PublicKey,
        @Setting(doc = "As client.token.jwks_public_endpoint") String jwksPublicEndpoint,
        @Setting(doc = "As client.token.audience") String audience,
        @Setting(doc = "As client.token.audience_regex") String audienceRegex,
        @Setting(doc = "As client.token.issuer") String issuer,
        @Setting(doc = "As client.token.issuer_regex") String issuerRegex,
        @Setting(doc = "As client.token.user_id_claim") String userIdClaim) {

    /** Those of connection tokens hold. */
    public static final SubscriptionTokenSettings SAME =
            new SubscriptionTokenSettings(false, "", "", 0, "", "", "", "", "", "", "", "", "");

    public SubscriptionTokenSettings {
        var unused = new TokenSettings(
                hmacSecretKey,
                hmacPreviousSecretKey,
                hmacPreviousSecretKeyValidUntil,
                rsaPublicKey,
                ecdsaPublicKey,
                ed25519PublicKey,
                jwksPublicEndpoint,
                audience,
                audienceRegex,
                issuer,
                issuerRegex,
                userIdClaim);
    }

    /** The settings of this section; empty if those of connection tokens hold. */
    public Optional<TokenSettings> own() {
        return enabled
                ? Optional.of(new TokenSettings(
                        hmacSecretKey,
                        hmacPreviousSecretKey,
                        hmacPreviousSecretKeyValidUntil,
                        rsaPublicKey,
                        ecdsaPublicKey,
                        ed25519PublicKey,
                        jwksPublicEndpoint,
                        audience,
                        audienceRegex,
                        issuer,
                        issuerRegex,
                        userIdClaim))
                : Optional.empty();
    }
}
