package io.sluice.gateway.transport.websocket;

import io.sluice.common.protocol.FrameCodec;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.outbound.WireFormat;

/**
 * What the connections with permessage-deflate of one event loop share: the window and tables of one compressor, where each
 * connection with its own would have some 300 KB.
 */
record DeflateLoop(WireFormat json, WireFormat protobuf, MessageInflater inflater) {

    static DeflateLoop of(FrameCodec json, FrameCodec protobuf, WebSocketSettings settings, LoopCounters counters) {
        MessageDeflater deflater = new MessageDeflater(settings.compressionLevel(), settings.compressionMinSize());
        return new DeflateLoop(
                new DeflatedFormat(DeflatedFraming.JSON, json, deflater, counters),
                new DeflatedFormat(DeflatedFraming.PROTOBUF, protobuf, deflater, counters),
                new MessageInflater());
    }
}
