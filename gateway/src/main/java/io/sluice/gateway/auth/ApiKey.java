package io.sluice.gateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The secret that back ends show to the server API, and the one before it while it is changed. Compared in constant time, never logged. */
public final class ApiKey {

    private static final String SCHEME = "apikey ";

    private final byte[] key;
    private final byte[] former;
    private final boolean insecure;

    /**
     * A key, or the waiver of it.
     *
     * @param key the secret; empty is no key
     * @param former the one before it, which is as good; empty is no key
     * @param insecure lets everybody in, with a key or without
     */
    public ApiKey(String key, String former, boolean insecure) {
        this.key = key.getBytes(UTF_8);
        this.former = former.getBytes(UTF_8);
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
        byte[] bytes = shown.getBytes(UTF_8);
        // Both always, so that the time tells nothing of which one was meant.
        boolean isKey = equal(key, bytes);
        boolean isFormer = equal(former, bytes);
        return isKey || isFormer;
    }

    private static boolean equal(byte[] expected, byte[] shown) {
        return expected.length > 0 && MessageDigest.isEqual(expected, shown);
    }

    private static Optional<String> credentials(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? Optional.of(authorization.substring(SCHEME.length()).trim())
                : Optional.empty();
    }
}
