package io.sluice.gateway.transport.http;

import io.sluice.gateway.auth.OriginPolicy;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets the pages of allowed origins call an endpoint from other hosts (CORS), answers their browsers' preflight requests, and
 * refuses what is neither allowed nor of a method that the endpoint has.
 */
public final class CrossOrigin {

    /** Time in seconds that a browser may spare itself another preflight: each would be one more round trip. */
    private static final String PREFLIGHT_SECONDS = "300";

    private final OriginPolicy origins;
    private final List<HttpMethod> methods;
    private final String methodNames;

    /** For an endpoint that has {@code methods}; OPTIONS is answered here. */
    public CrossOrigin(OriginPolicy origins, List<HttpMethod> methods) {
        this.origins = origins;
        this.methods = List.copyOf(methods);
        this.methodNames = methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
    }

    /** Whether the endpoint should go on; if not, the request is answered. */
    public boolean admits(HttpServerRequest request) {
        HttpServerResponse response = request.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (!origins.allows(origin, request.getHeader(HttpHeaders.HOST))) {
            HttpAnswer.refuse(
                    request, 403, "pages of this origin may not connect; see the setting client.allowed_origins");
            return false;
        }
        if (origin != null) {
            allow(origin, request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS), response);
        }
        if (HttpMethod.OPTIONS.equals(request.method())) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methodNames);
            HttpAnswer.noContent(request);
            return false;
        }
        if (!methods.contains(request.method())) {
            response.putHeader(HttpHeaders.ALLOW, methodNames);
            HttpAnswer.refuse(request, 405, "expected " + methodNames);
            return false;
        }
        return true;
    }

    private static void allow(String origin, @Nullable String requestedHeaders, HttpServerResponse response) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        if (requestedHeaders != null) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, requestedHeaders);
        }
    }
}
