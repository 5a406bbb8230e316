package io.sluice.gateway.auth.token;

import io.sluice.gateway.auth.claim.RegisteredClaims;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** By whom and for whom a token has to be made. */
final class Provenance {

    private final ExpectedText issuer;
    private final ExpectedText audience;

    Provenance(TokenSettings settings) {
        this.issuer = ExpectedText.of(settings.issuer(), settings.issuerRegex());
        this.audience = ExpectedText.of(settings.audience(), settings.audienceRegex());
    }

    /** Values for the address of the key set; empty if the token was made by another or for another. */
    Optional<Map<String, String>> match(RegisteredClaims claims) {
        Optional<Map<String, String>> byIssuer = issuer.match(List.of(claims.iss()));
        Optional<Map<String, String>> byAudience = audience.match(claims.aud());
        if (byIssuer.isEmpty() || byAudience.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>(byIssuer.get());
        values.putAll(byAudience.get());
        return Optional.of(values);
    }

    /** One text, one pattern, or anything at all. */
    private record ExpectedText(String text, Optional<ClaimPattern> pattern) {

        static ExpectedText of(String text, String regex) {
            return new ExpectedText(text, regex.isEmpty() ? Optional.empty() : Optional.of(new ClaimPattern(regex)));
        }

        Optional<Map<String, String>> match(List<String> given) {
            if (pattern.isPresent()) {
                return pattern.get().find(given);
            }
            return text.isEmpty() || given.contains(text) ? Optional.of(Map.of()) : Optional.empty();
        }
    }
}
