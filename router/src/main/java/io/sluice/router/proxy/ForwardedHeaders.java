package io.sluice.router.proxy;

import io.sluice.common.net.ClientAddress;
import io.sluice.common.net.RequestId;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the headers that a backend gets to see: those of the client, and what the router knows of the client.
 *
 * <p>What the client itself says in {@code X-Forwarded-*}, {@code Forwarded}, {@code X-Real-IP} or {@code X-Request-Id}
 * is removed: anybody can say that, and backends take these headers for the word of the router. What a trusted proxy in
 * front says of address, scheme and host is the beginning of what the router says; see {@link ClientAddress}. Its {@link RequestId}
 * is kept.
 * {@code Host} stays as the client sent it, because the gateway compares it with the Origin.
 */
final class ForwardedHeaders {

    static final String FORWARDED_FOR = "X-Forwarded-For";
    static final String FORWARDED_HOST = "X-Forwarded-Host";
    static final String FORWARDED_PROTO = "X-Forwarded-Proto";
    static final String VIA = "Via";

    /** Some proxies say ws and wss of a handshake. */
    private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

    private final String routerName;
    private final ClientAddresses addresses;
    private final Supplier<String> requestIds;

    /**
     * Makes headers in the name of a router, with ids of this source.
     *
     * @param routerName what this router calls itself to others, a token; unlike that of any other, so that it knows what
     *     it has seen before
     * @param addresses where requests come from
     * @param requestIds a new {@link RequestId} at each call
     */
    ForwardedHeaders(String routerName, ClientAddresses addresses, Supplier<String> requestIds) {
        this.routerName = routerName;
        this.addresses = addresses;
        this.requestIds = requestIds;
    }

    /** Gives the request the id that a trusted proxy has given it, or a new one; before anything else is done with it. */
    void identify(HttpServerRequest request) {
        String told = request.getHeader(RequestId.HEADER);
        boolean keep = RequestId.isValid(told) && addresses.of(request).peerTrusted();
        RequestId.give(request, keep && told != null ? told : requestIds.get());
    }

    /** End-to-end headers for the backend of a request that was identified; the caller may change them. */
    MultiMap of(HttpServerRequest request) {
        MultiMap headers = EndToEndHeaders.of(request.headers());
        List.copyOf(headers.names()).stream()
                .filter(ForwardedHeaders::claimsToBeOfARouter)
                .forEach(headers::remove);
        ClientAddress client = addresses.of(request);
        headers.set(FORWARDED_FOR, client.forwardedFor());
        headers.set(FORWARDED_PROTO, scheme(request, client));
        String host = host(request, client);
        if (host != null) {
            headers.set(FORWARDED_HOST, host);
        }
        headers.set(RequestId.HEADER, RequestId.of(request));
        headers.add(VIA, "1.1 " + routerName);
        return headers;
    }

    /** Whether the request has been through this router before: a backend led back here, and would do so for ever. */
    boolean hasSeen(HttpServerRequest request) {
        return request.headers().getAll(VIA).stream().anyMatch(via -> via.contains(routerName));
    }

    private static boolean claimsToBeOfARouter(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.startsWith("x-forwarded-")
                || name.equals("forwarded")
                || name.equals("x-real-ip")
                || name.equals("x-request-id");
    }

    private static String scheme(HttpServerRequest request, ClientAddress client) {
        String told = client.peerTrusted() ? request.getHeader(FORWARDED_PROTO) : null;
        String own = request.isSSL() ? "https" : "http";
        return told != null && SCHEMES.contains(told.toLowerCase(Locale.ROOT)) ? told.toLowerCase(Locale.ROOT) : own;
    }

    private static @Nullable String host(HttpServerRequest request, ClientAddress client) {
        String told = client.peerTrusted() ? request.getHeader(FORWARDED_HOST) : null;
        return told == null || told.isBlank() ? request.getHeader(HttpHeaders.HOST) : told;
    }
}
