package io.sluice.gateway.transport.websocket;

import io.sluice.common.protocol.FrameCodec;
import io.sluice.gateway.outbound.WireFormat;
import io.sluice.gateway.session.LoopServices;
import java.time.Duration;

/**
 * What the WebSockets of one event loop share.
 *
 * @param maxMessageBytes limit of one message from a client
 * @param writeTimeout time after which a client that takes nothing is cut off
 */
record WebSocketLoop(
        LoopServices services, FrameCodec codec, WireFormat format, int maxMessageBytes, Duration writeTimeout) {}
