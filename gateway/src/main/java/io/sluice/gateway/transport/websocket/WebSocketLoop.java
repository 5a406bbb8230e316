package io.sluice.gateway.transport.websocket;

import io.sluice.common.protocol.FrameCodec;
import io.sluice.gateway.outbound.WireFormat;
import io.sluice.gateway.session.LoopServices;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the WebSockets of one event loop share.
 *
 * @param format what connections without compression speak
 * @param deflate what those with it use; null if the node offers none
 * @param maxMessageBytes limit of one message from a client, compressed or not
 * @param writeTimeout time after which a client that takes nothing is cut off
 */
record WebSocketLoop(
        LoopServices services,
        FrameCodec codec,
        WireFormat format,
        @Nullable DeflateLoop deflate,
        int maxMessageBytes,
        Duration writeTimeout) {}
