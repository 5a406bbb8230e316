package io.sluice.gateway.transport.websocket;

import io.sluice.common.protocol.FrameCodec;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.WireFormat;

/**
 * What the connections with permessage-deflate of one event loop share: the window and tables of one compressor, where each
 * connection with its own would have some 300 KB.
 */
record DeflateLoop(WireFormat format, MessageInflater inflater) {

    static DeflateLoop of(FrameCodec codec, WebSocketSettings settings, LoopCounters counters) {
        MessageDeflater deflater = new MessageDeflater(settings.compressionLevel(), settings.compressionMinSize());
        return new DeflateLoop(new DeflatedTextFormat(codec, deflater, counters), new MessageInflater());
    }
}
