package io.sluice.gateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The secret that back ends show to the server API. Compared in constant time, never logged. */
public final class ApiKey {

    private static final String SCHEME = "apikey ";

    private final byte[] key;
    private final boolean insecure;

    /**
     * @param key the secret; empty refuses everybody
     * @param insecure lets everybody in, with a key or without
     */
    public ApiKey(String key, boolean insecure) {
        this.key = key.getBytes(UTF_8);
        this.insecure = insecure;
    }

    /**
     * Whether a request is let in.
     *
     * @param header value of {@code X-API-Key}
     * @param authorization value of {@code Authorization}, which counts when its scheme is {@code apikey}
     * @param query the parameter {@code api_key}
     */
    public boolean admits(@Nullable String header, @Nullable String authorization, @Nullable String query) {
        if (insecure) {
            return true;
        }
        return Optional.ofNullable(header)
                .or(() -> Optional.ofNullable(authorization).flatMap(ApiKey::credentials))
                .or(() -> Optional.ofNullable(query))
                .filter(this::matches)
                .isPresent();
    }

    private boolean matches(String shown) {
        return key.length > 0 && MessageDigest.isEqual(key, shown.getBytes(UTF_8));
    }

    private static Optional<String> credentials(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? Optional.of(authorization.substring(SCHEME.length()).trim())
                : Optional.empty();
    }
}
