package io.sluice.router.key;

import io.sluice.router.balance.HashKey;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of requests. Whatever a request contains, it has a key or has none; nothing else comes of it.
 *
 * @param wanted where keys are; nothing if nobody asks for keys
 */
public record RequestKeys(Optional<HashKey> wanted) {

    private static final String BEARER = "Bearer ";

    /** The key of a request, {@code null} if it has none or an empty one. */
    public @Nullable String of(HttpServerRequest request) {
        return wanted.flatMap(key -> find(key, request))
                .filter(found -> !found.isEmpty())
                .orElse(null);
    }

    private static Optional<String> find(HashKey key, HttpServerRequest request) {
        return switch (key.source()) {
            case HEADER -> Optional.ofNullable(request.getHeader(key.name()));
            case QUERY -> parameter(request, key.name());
            case COOKIE -> Optional.ofNullable(request.getCookie(key.name())).map(Cookie::getValue);
            case TOKEN_SUBJECT -> token(request).flatMap(TokenSubject::of);
        };
    }

    private static Optional<String> token(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        return Stream.of("token", "access_token")
                .flatMap(name -> parameter(request, name).stream())
                .findFirst();
    }

    private static Optional<String> parameter(HttpServerRequest request, String name) {
        try {
            return Optional.ofNullable(request.getParam(name));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty(); // a broken escape in the query, which the backend may judge
        }
    }
}
