package io.sluice.gateway.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

class SharedFrameTest {

    @Test
    void theMakersReferenceIsTheOnlyOne() {
        ByteBuf bytes = direct("hello");
        SharedFrame frame = SharedFrame.of(bytes);
        assertThat(frame.size()).isEqualTo(5);
        frame.release();
        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    void eachReferenceKeepsTheBytes() {
        ByteBuf bytes = direct("hello");
        SharedFrame frame = SharedFrame.of(bytes).retain();
        frame.release();
        assertThat(bytes.refCnt()).isEqualTo(1);
        frame.release();
        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    void everySocketReadsItsViewFromTheBeginningAndReleasesIt() {
        ByteBuf bytes = direct("hello");
        SharedFrame frame = SharedFrame.of(bytes);
        ByteBuf first = frame.retainedDuplicate();
        ByteBuf second = frame.retainedDuplicate();
        frame.release();

        assertThat(first.readCharSequence(5, UTF_8)).hasToString("hello");
        assertThat(second.readCharSequence(5, UTF_8)).hasToString("hello");
        assertThat(first.release()).isFalse();
        assertThat(second.release()).isTrue();
        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    void theSizeIsThatOfTheWholeFrameWhateverWasRead() {
        SharedFrame frame = SharedFrame.of("hello".getBytes(UTF_8));
        ByteBuf view = frame.retainedDuplicate();
        view.skipBytes(3);
        view.release();
        assertThat(frame.size()).isEqualTo(5);
        frame.release();
    }

    private static ByteBuf direct(String text) {
        return ByteBufAllocator.DEFAULT.directBuffer().writeBytes(text.getBytes(UTF_8));
    }
}
