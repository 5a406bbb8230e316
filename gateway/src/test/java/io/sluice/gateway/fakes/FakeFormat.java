package io.sluice.gateway.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.gateway.outbound.WireFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A format whose publications are {@code channel=data}, and whose answers are {@code #id}. It counts how often it encodes, and
 * checks what it is given to frame. Any thread.
 */
public final class FakeFormat implements WireFormat {

    private final int index;
    private final TrackedFrames frames;
    private volatile boolean failing;
    private final AtomicInteger encoded = new AtomicInteger();

    public FakeFormat(int index) {
        this(index, new TrackedFrames());
    }

    public FakeFormat(int index, TrackedFrames frames) {
        this.index = index;
        this.frames = frames;
    }

    /** For the next frame there is no memory. */
    public void failNextFrame() {
        failing = true;
    }

    /** How often something was encoded. */
    public int encoded() {
        return encoded.get();
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public byte[] encode(Reply reply) {
        encoded.incrementAndGet();
        String text = reply instanceof Reply.Pushed pushed && pushed.push() instanceof Push.Published published
                ? published.channel() + "=" + published.publication().data()
                : "#" + reply.id();
        return text.getBytes(UTF_8);
    }

    @Override
    public ByteBuf frame(List<byte[]> messages, int bytes) {
        if (failing) {
            failing = false;
            throw new OutOfMemoryError("as the test wants");
        }
        assertThat(messages).isNotEmpty();
        assertThat(messages.stream().mapToInt(each -> each.length).sum())
                .as("length of all messages")
                .isEqualTo(bytes);
        return frames.frame(messages);
    }
}
