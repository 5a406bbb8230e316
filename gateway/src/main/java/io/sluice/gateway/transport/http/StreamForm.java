package io.sluice.gateway.transport.http;

import io.sluice.gateway.outbound.WireFormat;
import io.sluice.gateway.session.TransportKind;

/**
 * How one kind of stream looks.
 *
 * @param binary whether it is protobuf rather than JSON
 * @param contentType of the response
 * @param opening text sent with the head of the response, before any message
 */
public record StreamForm(TransportKind kind, WireFormat format, boolean binary, String contentType, String opening) {

    /** The events of {@code EventSource}; the blank line tells its reader that the stream has begun. */
    public static StreamForm events(TransportKind kind, WireFormat format) {
        return new StreamForm(kind, format, false, "text/event-stream; charset=utf-8", "\n");
    }

    /** JSON messages, one in each line; a blank line would pass for a message. */
    public static StreamForm lines(TransportKind kind, WireFormat format) {
        return new StreamForm(kind, format, false, "application/x-ndjson", "");
    }

    /** Protobuf messages, each behind its length. */
    public static StreamForm lengths(TransportKind kind, WireFormat format) {
        return new StreamForm(kind, format, true, "application/octet-stream", "");
    }
}
