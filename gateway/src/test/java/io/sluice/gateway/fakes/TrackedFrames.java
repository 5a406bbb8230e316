package io.sluice.gateway.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes frames of messages, joined by newlines, and remembers them, so that a test can tell whether each was given up. */
public final class TrackedFrames {

    private final List<ByteBuf> buffers = new CopyOnWriteArrayList<>();

    /** A frame of {@code messages}, with one reference. */
    public ByteBuf frame(List<byte[]> messages) {
        List<String> texts =
                messages.stream().map(each -> new String(each, UTF_8)).toList();
        ByteBuf buffer = Unpooled.copiedBuffer(String.join("\n", texts), UTF_8);
        buffers.add(buffer);
        return buffer;
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
