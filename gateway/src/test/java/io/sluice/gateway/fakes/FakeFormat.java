package io.sluice.gateway.fakes;

import io.sluice.common.protocol.Publication;
import io.sluice.gateway.hub.SharedFrame;
import io.sluice.gateway.hub.WireFormat;

/** A format whose frames are {@code channel=data}; counts how often it encodes. */
public final class FakeFormat implements WireFormat {

    private final int index;
    private final TrackedFrames frames;

    public FakeFormat(int index, TrackedFrames frames) {
        this.index = index;
        this.frames = frames;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public SharedFrame encode(String channel, Publication publication) {
        return frames.frame(channel + "=" + publication.data());
    }
}
