package io.sluice.gateway.auth.claim;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.sluice.common.protocol.Payload;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The claims that every token may have (RFC 7519).
 *
 * @param sub id of the user; empty if the token names none
 * @param iss who made the token; empty if it does not say
 * @param aud for whom it was made; empty for anybody
 * @param exp Unix time in seconds from which on it is expired; infinite for never
 * @param nbf Unix time in seconds before which it is not valid; negative infinity for always
 */
public record RegisteredClaims(String sub, String iss, List<String> aud, double exp, double nbf) {

    public RegisteredClaims {
        aud = List.copyOf(aud);
    }

    /**
     * Reads them from a token's claims.
     *
     * @throws ClaimException if they are no JSON object or of wrong types
     */
    public static RegisteredClaims read(Payload claims) {
        return ClaimsJson.read(claims, Form.class).checked();
    }

    /** As they stand in the JSON, where any may be missing. Of {@code iat} only the type is looked at. */
    private record Form(
            @Nullable String sub,
            @Nullable String iss,
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<@Nullable String> aud,
            @Nullable BigDecimal exp,
            @Nullable BigDecimal nbf,
            @Nullable BigDecimal iat) {

        RegisteredClaims checked() {
            List<String> audience = aud == null
                    ? List.of()
                    : aud.stream().filter(Objects::nonNull).toList();
            return new RegisteredClaims(
                    sub == null ? "" : sub,
                    iss == null ? "" : iss,
                    audience,
                    exp == null ? Double.POSITIVE_INFINITY : exp.doubleValue(),
                    nbf == null ? Double.NEGATIVE_INFINITY : nbf.doubleValue());
        }
    }
}
