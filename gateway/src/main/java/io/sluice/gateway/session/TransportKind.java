package io.sluice.gateway.session;

import java.util.Locale;

/** How clients are connected. */
public enum TransportKind {
    WEBSOCKET,
    HTTP_STREAM,
    SSE,
    UNI_WEBSOCKET,
    UNI_HTTP_STREAM,
    UNI_SSE;

    /** As back ends and metrics call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether clients send nothing but what they connect with: the server subscribes them. */
    public boolean unidirectional() {
        return this == UNI_WEBSOCKET || this == UNI_HTTP_STREAM || this == UNI_SSE;
    }

    /** Whether commands come by separate requests, which find the connection by its session and node. */
    public boolean emulated() {
        return this == HTTP_STREAM || this == SSE;
    }
}
