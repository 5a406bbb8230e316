package io.sluice.gateway.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.Map;

/** A client's WebSocket handshake, with anything in it that a test wants to be different. */
public record Handshake(String method, String target, Map<String, String> headers) {

    public static final String PATH = "/connection/websocket";

    /** The example of RFC 6455, section 1.3, and the answer that it demands. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    public static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    public Handshake {
        headers = Map.copyOf(headers);
    }

    /** A handshake as any client may send it. */
    public static Handshake plain() {
        return new Handshake(
                "GET",
                PATH,
                Map.of(
                        "Host", "localhost",
                        "Connection", "Upgrade",
                        "Upgrade", "websocket",
                        "Sec-WebSocket-Version", "13",
                        "Sec-WebSocket-Key", KEY));
    }

    public Handshake withMethod(String other) {
        return new Handshake(other, target, headers);
    }

    public Handshake withTarget(String other) {
        return new Handshake(method, other, headers);
    }

    public Handshake with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Handshake(method, target, more);
    }

    public Handshake without(String header) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(header);
        return new Handshake(method, target, fewer);
    }

    public byte[] bytes() {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        return request.append("\r\n").toString().getBytes(ISO_8859_1);
    }
}
