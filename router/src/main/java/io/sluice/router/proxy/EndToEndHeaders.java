package io.sluice.router.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The headers of a message that concern its receiver, without those that concern the connection it came on. */
final class EndToEndHeaders {

    /** RFC 9110, 7.6.1, and what is in use beside it. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private EndToEndHeaders() {}

    /** A copy, in the order and spelling of the original, that the caller may change. */
    static MultiMap of(MultiMap headers) {
        Set<String> nominated = nominated(headers);
        MultiMap kept = HttpHeaders.headers();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !nominated.contains(name)) {
                kept.add(header.getKey(), header.getValue());
            }
        }
        return kept;
    }

    /** Puts the headers of a backend's answer into ours, where they take the place of our own of the same name. */
    static void pass(MultiMap answer, HttpServerResponse response) {
        MultiMap headers = of(answer);
        headers.names().forEach(response.headers()::remove);
        response.headers().addAll(headers);
    }

    /** Whether a header that is a list of tokens, such as Connection, contains the token. */
    static boolean containsToken(MultiMap headers, CharSequence header, String token) {
        for (String value : headers.getAll(header)) {
            for (String part : value.split(",")) {
                if (part.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Names that the sender declared to be for this hop only. */
    private static Set<String> nominated(MultiMap headers) {
        Set<String> names = new HashSet<>();
        for (String value : headers.getAll(HttpHeaders.CONNECTION)) {
            for (String name : value.split(",")) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
