package io.sluice.gateway.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.sluice.common.protocol.Push;
import io.sluice.common.protocol.Reply;
import io.sluice.common.protocol.UnsuitablePayloadException;
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
    private volatile boolean binary;
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

    /** From here on it carries binary payloads too; else they do not suit. */
    public FakeFormat carryingBinary() {
        binary = true;
        return this;
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
    public int encoding() {
        return index;
    }

    @Override
    public byte[] encode(Reply reply) {
        encoded.incrementAndGet();
        requireText(reply);
        String text = reply instanceof Reply.Pushed pushed && pushed.push() instanceof Push.Published published
                ? published.channel() + "=" + published.publication().data()
                : "#" + reply.id();
        return text.getBytes(UTF_8);
    }

    private void requireText(Reply reply) {
        if (!binary
                && reply instanceof Reply.Pushed pushed
                && pushed.push() instanceof Push.Published published
                && published.publication().data().isBinary()) {
            throw new UnsuitablePayloadException("as the test wants");
        }
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
