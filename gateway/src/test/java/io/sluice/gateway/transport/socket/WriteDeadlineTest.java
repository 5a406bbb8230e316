package io.sluice.gateway.transport.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.gateway.loop.TimerWheel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteDeadlineTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int FRAME = 100;

    private int stuck;
    private final TimerWheel timers = new TimerWheel();
    private final ReluctantChannel channel = new ReluctantChannel();
    private final WriteDeadline deadline = new WriteDeadline(channel, timers, TIMEOUT, () -> stuck++);

    @AfterEach
    void close() {
        deadline.stop();
        var unused = channel.close();
        channel.releaseOutbound();
    }

    @Test
    void whatIsTakenAtOnceLeavesNothing() {
        channel.take(FRAME);
        write();
        assertThat(WriteDeadline.hasUnsentBytes(channel)).isFalse();
    }

    @Test
    void aClientThatTakesNothingIsStuckWhenTheTimeIsOver() {
        write();
        deadline.start();
        pass(TIMEOUT.minus(TimerWheel.TICK));
        assertThat(stuck).isZero();
        pass(TimerWheel.TICK);
        assertThat(stuck).isEqualTo(1);
        pass(TIMEOUT.multipliedBy(3));
        assertThat(stuck).as("reported once").isEqualTo(1);
    }

    @Test
    void aClientThatTakesAByteNowAndThenIsNotStuck() {
        write();
        deadline.start();
        for (int i = 0; i < FRAME - 1; i++) {
            pass(TIMEOUT.minus(TimerWheel.TICK));
            channel.take(1);
        }
        assertThat(stuck).isZero();
        pass(TIMEOUT.multipliedBy(2));
        assertThat(stuck).isEqualTo(1);
    }

    @Test
    void aClientThatHasTakenAllIsNotStuckHoweverLongNothingComes() {
        write();
        deadline.start();
        channel.take(FRAME);
        pass(TIMEOUT.multipliedBy(10));
        assertThat(stuck).isZero();

        write();
        deadline.start();
        pass(TIMEOUT);
        assertThat(stuck).isEqualTo(1);
    }

    @Test
    void whatIsWrittenMeanwhileIsNotTaken() {
        write();
        deadline.start();
        for (int i = 0; i < 4; i++) {
            pass(TIMEOUT.dividedBy(5));
            write();
            deadline.start();
        }
        assertThat(stuck).isZero();
        pass(TIMEOUT.dividedBy(5));
        assertThat(stuck).isEqualTo(1);
    }

    @Test
    void whoTakesAsMuchAsIsWrittenIsNotStuck() {
        write();
        write();
        deadline.start();
        for (int i = 0; i < 20; i++) {
            pass(TIMEOUT.dividedBy(2));
            channel.take(FRAME); // The next look finds as many frames, as many bytes, and none of them begun.
            write();
            deadline.start();
        }
        assertThat(stuck).isZero();
    }

    @Test
    void nothingIsReportedAfterTheEnd() {
        write();
        deadline.start();
        deadline.stop();
        pass(TIMEOUT.multipliedBy(2));
        assertThat(stuck).isZero();
    }

    /** As connections do. */
    private void write() {
        var unused = channel.writeOneOutbound(Unpooled.buffer(FRAME).writeZero(FRAME));
        deadline.wrote();
        channel.flushOutbound();
    }

    private void pass(Duration time) {
        for (long ticks = time.dividedBy(TimerWheel.TICK); ticks > 0; ticks--) {
            timers.tick();
        }
    }

    /** A channel whose client takes bytes only when the test says so. */
    private static final class ReluctantChannel extends EmbeddedChannel {

        private int room;

        void take(int bytes) {
            room += bytes;
            unsafe().flush();
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer buffer) {
            while (room > 0 && !buffer.isEmpty()) {
                int taken = Math.min(room, FRAME - (int) buffer.currentProgress());
                buffer.removeBytes(taken);
                room -= taken;
            }
        }
    }
}
