package io.sluice.gateway.transport.websocket;

import io.sluice.gateway.outbound.WireFormat;
import io.sluice.gateway.session.LoopServices;
import io.sluice.gateway.session.TransportKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the WebSockets of one event loop share.
 *
 * @param kind what the connections are
 * @param json reads the JSON form of the protocol
 * @param jsonFormat frames of it without compression
 * @param protobuf reads the protobuf form
 * @param protobufFormat frames of it without compression
 * @param deflate what connections with compression use; null if the node offers none
 * @param maxMessageBytes limit of one message from a client, compressed or not
 * @param writeTimeout time after which a client that takes nothing is cut off
 */
record WebSocketLoop(
        LoopServices services,
        TransportKind kind,
        FrameDecoder json,
        WireFormat jsonFormat,
        FrameDecoder protobuf,
        WireFormat protobufFormat,
        @Nullable DeflateLoop deflate,
        int maxMessageBytes,
        Duration writeTimeout) {

    /** What a connection reads with. */
    FrameDecoder decoder(Agreement agreement) {
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
