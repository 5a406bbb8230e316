package io.sluice.gateway.hook;

import io.sluice.common.protocol.Payload;
import io.sluice.gateway.trace.Origin;
import java.util.Map;

/**
 * The client that a back end is told of.
 *
 * @param id of the connection
 * @param user empty while it connects, and for an anonymous one
 * @param transport {@code websocket}, {@code sse}, {@code http_stream} or one of the {@code uni_} transports
 * @param binary whether it speaks protobuf rather than JSON
 * @param meta what the application attached to the connection
 * @param headers of its handshake, those only that the settings allow, names in lower case
 * @param emulatedHeaders what the client sent in its connect command in place of headers, those only that the settings allow
 * @param origin the request because of which a back end is asked, while the client connects
 */
public record HookClient(
        String id,
        String user,
        String transport,
        boolean binary,
        Payload meta,
        Map<String, String> headers,
        Map<String, String> emulatedHeaders,
        Origin origin) {

    public HookClient {
        headers = Map.copyOf(headers);
        emulatedHeaders = Map.copyOf(emulatedHeaders);
    }

    /** A client that is connected, whose questions come of no request. */
    public HookClient(
            String id,
            String user,
            String transport,
            boolean binary,
            Payload meta,
            Map<String, String> headers,
            Map<String, String> emulatedHeaders) {
        this(id, user, transport, binary, meta, headers, emulatedHeaders, Origin.NONE);
    }
}
