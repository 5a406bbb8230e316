package io.sluice.gateway.transport.websocket;

import io.sluice.common.protocol.FrameCodec;
import io.sluice.gateway.outbound.WireFormat;
import io.sluice.gateway.session.LoopServices;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the WebSockets of one event loop share.
 *
 * @param json reads and writes the JSON form of the protocol
 * @param jsonFormat frames of it without compression
 * @param protobuf reads and writes the protobuf form
 * @param protobufFormat frames of it without compression
 * @param deflate what connections with compression use; null if the node offers none
 * @param maxMessageBytes limit of one message from a client, compressed or not
 * @param writeTimeout time after which a client that takes nothing is cut off
 */
record WebSocketLoop(
        LoopServices services,
        FrameCodec json,
        WireFormat jsonFormat,
        FrameCodec protobuf,
        WireFormat protobufFormat,
        @Nullable DeflateLoop deflate,
        int maxMessageBytes,
        Duration writeTimeout) {

    /** What a connection reads with. */
    FrameCodec codec(Agreement agreement) {
        return agreement.protobuf() ? protobuf : json;
    }

    /** What a connection writes. */
    WireFormat format(Agreement agreement) {
        DeflateLoop compressing = agreement.deflate();
        if (compressing != null) {
            return agreement.protobuf() ? compressing.protobuf() : compressing.json();
        }
        return agreement.protobuf() ? protobufFormat : jsonFormat;
    }
}
