package io.sluice.gateway.transport.websocket;

import io.sluice.common.protocol.FrameCodec;
import io.sluice.gateway.hub.FlushList;
import io.sluice.gateway.session.LoopServices;

/**
 * What the WebSockets of one event loop share.
 *
 * @param maxMessageBytes limit of one message from a client
 */
record WebSocketLoop(
        LoopServices services, FlushList flushes, FrameCodec codec, JsonTextFormat format, int maxMessageBytes) {}
