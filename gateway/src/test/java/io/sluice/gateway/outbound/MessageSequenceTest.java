package io.sluice.gateway.outbound;

import static io.sluice.gateway.fakes.Messages.publication;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.sluice.common.protocol.Reply;
import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.fakes.TrackedFrames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageSequenceTest {

    private final TrackedFrames frames = new TrackedFrames();
    private final ScarceMemory format = new ScarceMemory(new FakeFormat(0, frames));
    private final MessageSequence empty = MessageSequence.empty(format);
    private final Message first = publication("a", 1);
    private final Message second = publication("a", 2);

    @AfterEach
    void everyReferenceIsGivenUp() {
        frames.assertAllReleased();
    }

    @Test
    void theEmptySequenceHasNoMessages() {
        assertThat(empty.isEmpty()).isTrue();
        assertThat(empty.count()).isZero();
        assertThat(empty.bytes()).isZero();
        assertThat(empty.messages()).isEmpty();
    }

    @Test
    void aSequenceKnowsItsMessagesInTheirOrder() {
        MessageSequence sequence = empty.then(first).then(second).then(first);
        assertThat(sequence.messages()).containsExactly(first, second, first);
        assertThat(sequence.count()).isEqualTo(3);
        assertThat(sequence.bytes()).isEqualTo(9);
        assertThat(sequence.isEmpty()).isFalse();
    }

    @Test
    void clientsToWhichTheSameMessagesCameMeet() {
        assertThat(empty.then(first).then(second))
                .isSameAs(empty.then(first).then(second))
                .isNotSameAs(empty.then(second).then(first));
    }

    @Test
    void anEqualMessageIsNotTheSame() {
        assertThat(empty.then(first)).isNotSameAs(empty.then(publication("a", 1)));
    }

    @Test
    void theFrameIsBuiltOnceForAllThatHoldItAndFreedByTheLast() {
        MessageSequence sequence = empty.then(first).then(second);
        for (int i = 0; i < 1000; i++) {
            sequence.hold();
        }
        List<ByteBuf> taken = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            taken.add(sequence.take());
        }
        assertThat(frames.made()).isEqualTo(1);
        assertThat(frames.references()).isEqualTo(1000);
        for (ByteBuf frame : taken) {
            assertThat(read(frame)).isEqualTo("a=1\na=2");
        }
    }

    @Test
    void whoReadsItsViewOfTheFrameChangesNothingForTheOthers() {
        MessageSequence sequence = empty.then(first);
        sequence.hold();
        sequence.hold();
        ByteBuf early = sequence.take();
        early.skipBytes(2);
        ByteBuf late = sequence.take();
        assertThat(read(late)).isEqualTo("a=1");
        assertThat(read(early)).isEqualTo("1");
    }

    @Test
    void aFrameThatNobodyTakesIsNotBuilt() {
        MessageSequence sequence = empty.then(first);
        sequence.hold();
        sequence.drop();
        assertThat(frames.made()).isZero();
    }

    @Test
    void whoDropsBehindOthersThatTookFreesTheFrame() {
        MessageSequence sequence = empty.then(first);
        sequence.hold();
        sequence.hold();
        ByteBuf taken = sequence.take();
        assertThat(frames.references()).isEqualTo(2);
        sequence.drop();
        assertThat(frames.references()).isEqualTo(1);
        taken.release();
    }

    @Test
    void aSequenceThatAllLeftCanBeMetAgain() {
        MessageSequence gone = empty.then(first);
        gone.hold();
        MessageSequence longer = gone.then(second);
        longer.hold();
        gone.drop();

        MessageSequence again = empty.then(first);
        again.hold();
        assertThat(read(again.take())).isEqualTo("a=1");
        assertThat(read(longer.take())).isEqualTo("a=1\na=2");
        assertThat(longer.messages()).containsExactly(first, second);
    }

    @Test
    void whatWasSentIsNotKeptByTheSequenceItGrewFrom() {
        MessageSequence sent = empty.then(first);
        sent.hold();
        read(sent.take());
        assertThat(empty.then(first)).isNotSameAs(sent);
    }

    @Test
    void aFrameThatCannotBeBuiltLeavesNothingInTheNextOne() {
        MessageSequence unlucky = empty.then(first).then(second);
        unlucky.hold();
        format.fail();
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(unlucky::take);

        MessageSequence next = empty.then(publication("b", 3));
        next.hold();
        assertThat(read(next.take())).isEqualTo("b=3");
    }

    @Test
    void whoCouldNotHaveTheFrameHoldsItNoMore() {
        MessageSequence sequence = empty.then(first);
        sequence.hold();
        sequence.hold();
        format.fail();
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(sequence::take);
        assertThat(read(sequence.take())).isEqualTo("a=1");
        assertThat(frames.references()).isZero();
    }

    private static String read(ByteBuf frame) {
        try {
            return frame.toString(UTF_8);
        } finally {
            frame.release();
        }
    }

    /** A format that finds no direct memory when the test says so. */
    private static final class ScarceMemory implements WireFormat {

        private final WireFormat format;
        private boolean failing;

        ScarceMemory(WireFormat format) {
            this.format = format;
        }

        void fail() {
            failing = true;
        }

        @Override
        public int index() {
            return format.index();
        }

        @Override
        public byte[] encode(Reply reply) {
            return format.encode(reply);
        }

        @Override
        public ByteBuf frame(List<byte[]> messages, int bytes) {
            if (failing) {
                failing = false;
                throw new OutOfMemoryError("as the test wants");
            }
            return format.frame(messages, bytes);
        }
    }
}
