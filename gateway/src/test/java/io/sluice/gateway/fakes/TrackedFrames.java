package io.sluice.gateway.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.gateway.hub.SharedFrame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes frames and remembers them, so that a test can tell whether each reference was given up. */
public final class TrackedFrames {

    private final List<ByteBuf> buffers = new CopyOnWriteArrayList<>();

    /** A frame that holds {@code text}, with one reference. */
    public SharedFrame frame(String text) {
        return frame(text.getBytes(UTF_8));
    }

    public SharedFrame frame(byte[] bytes) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        buffers.add(buffer);
        return SharedFrame.of(buffer);
    }

    /** What {@code frame} holds; takes no reference. */
    public static String text(SharedFrame frame) {
        ByteBuf view = frame.retainedDuplicate();
        try {
            return view.toString(UTF_8);
        } finally {
            view.release();
        }
    }

    /** Number of frames made so far. */
    public int made() {
        return buffers.size();
    }

    /** References to all frames together. */
    public int references() {
        return buffers.stream().mapToInt(ByteBuf::refCnt).sum();
    }

    public void assertAllReleased() {
        assertThat(references()).as("references that nobody gave up").isZero();
    }
}
