package io.sluice.router.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What a request's head says about how it is to be passed on. */
final class RequestShape {

    static final String WEBSOCKET = "websocket";

    private RequestShape() {}

    /**
     * Whether router and backend are certain to understand the request alike. What two parties read differently is how
     * one request is smuggled inside another.
     */
    static boolean isPassable(HttpServerRequest request) {
        MultiMap headers = request.headers();
        int hosts = headers.getAll(HttpHeaders.HOST).size();
        boolean hostIsClear = hosts == 1 || (hosts == 0 && request.version() == HttpVersion.HTTP_1_0);
        boolean bodyIsClear = headers.getAll(HttpHeaders.TRANSFER_ENCODING).stream()
                .allMatch(coding -> coding.equalsIgnoreCase("chunked"));
        boolean isTunnel = request.method().equals(HttpMethod.CONNECT);
        return hostIsClear && bodyIsClear && !isTunnel && !(isWebSocketHandshake(request) && hasBody(request));
    }

    /**
     * Whether this asks for a WebSocket. Other upgrades are not relayed: a backend that agreed to HTTP/2, say, would get
     * requests that the router has not seen.
     */
    static boolean isWebSocketHandshake(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.version() == HttpVersion.HTTP_1_1
                && EndToEndHeaders.containsToken(request.headers(), HttpHeaders.CONNECTION, "upgrade")
                && EndToEndHeaders.containsToken(request.headers(), HttpHeaders.UPGRADE, WEBSOCKET);
    }

    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || !(length == null || length.equals("0"));
    }
}
