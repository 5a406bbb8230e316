package io.sluice.gateway.transport.websocket;

import io.sluice.common.protocol.Command;
import java.util.List;

/** Reads the commands of one message. */
@FunctionalInterface
interface FrameDecoder {

    /** As {@link io.sluice.common.protocol.FrameCodec#decode}. */
    List<Command> decode(byte[] frame, int offset, int length);
}
