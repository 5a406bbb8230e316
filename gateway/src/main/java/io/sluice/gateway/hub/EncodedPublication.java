package io.sluice.gateway.hub;

import io.sluice.common.protocol.Publication;
import io.sluice.common.threading.EventLoopConfined;
import org.jspecify.annotations.Nullable;

/** A publication on its way to the subscribers of one loop, encoded at most once per format. */
@EventLoopConfined
final class EncodedPublication {

    private final String channel;
    private final Publication publication;
    private final @Nullable SharedFrame[] frames = new @Nullable SharedFrame[WireFormat.COUNT];

    EncodedPublication(String channel, Publication publication) {
        this.channel = channel;
        this.publication = publication;
    }

    /** The frame for {@code format}, still owned by this object. */
    SharedFrame frame(WireFormat format) {
        SharedFrame frame = frames[format.index()];
        if (frame == null) {
            frame = format.encode(channel, publication);
            frames[format.index()] = frame;
        }
        return frame;
    }

    /** Gives up the frames; those that are still being sent live on. */
    void release() {
        for (SharedFrame frame : frames) {
            if (frame != null) {
                frame.release();
            }
        }
    }
}
