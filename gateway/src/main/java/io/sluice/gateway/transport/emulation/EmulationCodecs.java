package io.sluice.gateway.transport.emulation;

import io.sluice.common.protocol.FrameCodec;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** The formats that requests may be written in. */
public record EmulationCodecs(FrameCodec json, FrameCodec protobuf) {

    private static final String PROTOBUF_TYPE = "application/octet-stream";

    /** The one of this request, by its content type. */
    FrameCodec of(HttpServerRequest request) {
        return isProtobuf(request) ? protobuf : json;
    }

    /** Anything but what stands for protobuf is JSON: pages send it as text to be spared a preflight. */
    static boolean isProtobuf(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(PROTOBUF_TYPE);
    }
}
