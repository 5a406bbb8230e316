package io.sluice.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.fakes.FakeSocket;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.fakes.TrackedFrames;
import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.loop.TurnBudget;
import io.sluice.gateway.metrics.LoopCounters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A write that fails at once may end the session in the middle of what it was about. */
class CloseDuringWriteTest {

    private static final int QUEUE_BYTES = 1 << 20;
    private static final String LARGE = "x".repeat(20_000); // Two of them do not fit one frame.

    private final HandLoop loop = new HandLoop();
    private final TrackedFrames frames = new TrackedFrames();
    private final FakeSocket socket = new FakeSocket(new FakeFormat(0, frames));
    private final TurnBudget turn = new TurnBudget(loop.loopTasks(), loop.clock());
    private final OutboundLoop outbounds = new OutboundLoop(
            loop.loopTasks(), turn, new Delays(loop.loopTasks(), turn, loop.clock()), new LoopCounters(), QUEUE_BYTES);
    private final Outbound outbound = new Outbound(
            outbounds,
            socket,
            () -> {
                throw new AssertionError("the queue is not full");
            },
            () -> {
                throw new AssertionError("every message suits");
            });

    @AfterEach
    void noFrameIsLeft() {
        loop.settle();
        socket.close();
        frames.assertAllReleased();
    }

    @Test
    void theRestOfTheQueueIsNeitherWrittenNorReleasedTwice() {
        socket.onWritable(outbound::writable);
        socket.fill();
        for (int i = 0; i < 3; i++) {
            outbound.send(FakeBroker.message("news", LARGE));
        }
        loop.settle();
        int before = socket.frameBytes().size();
        socket.onWrite(outbound::clear);
        assertThatCode(socket::takeAll).doesNotThrowAnyException();
        assertThat(socket.frameBytes()).hasSize(before + 1);
        assertThat(outbound.queuedBytes()).isZero();
    }

    @Test
    void whatGatheredIsNotWrittenTwice() {
        outbound.send(FakeBroker.message("news", "1"));
        socket.onWrite(() -> {
            outbound.clear();
            outbound.write();
        });
        loop.settle();
        assertThat(socket.frameBytes()).hasSize(1);
    }
}
