package io.sluice.gateway.transport.websocket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.session.TimerWheel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices a client whose socket is full and that takes not a byte more for the length of the write time-out. One that takes a
 * little now and then is slow, but not stuck.
 */
@EventLoopConfined
final class WriteDeadline {

    /** What was unsent at one look; as long as it stays the same nothing was taken. */
    private record Unsent(int buffers, long bytes, long bytesTakenOfFirst) {}

    private final Channel channel;
    private final TimerWheel timers;
    private final Duration timeout;
    private final Runnable stuck;
    private final TimerWheel.Timer timer = new TimerWheel.Timer(this::elapsed);
    private @Nullable Unsent before;

    /** @param stuck called once when nothing was taken in time */
    WriteDeadline(Channel channel, TimerWheel timers, Duration timeout, Runnable stuck) {
        this.channel = channel;
        this.timers = timers;
        this.timeout = timeout;
        this.stuck = stuck;
    }

    /** Whether a flush has left something behind, because the socket is full. */
    static boolean hasUnsentBytes(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && !buffer.isEmpty();
    }

    /** Begins to watch, if it does not already. */
    void start() {
        if (!timer.isRunning()) {
            before = unsent();
            timers.start(timer, timeout);
        }
    }

    void stop() {
        timer.stop();
    }

    private void elapsed() {
        Unsent now = unsent();
        if (now == null) {
            return;
        }
        if (now.equals(before)) {
            stuck.run();
        } else {
            before = now;
            timers.start(timer, timeout);
        }
    }

    private @Nullable Unsent unsent() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null || buffer.isEmpty()
                ? null
                : new Unsent(buffer.size(), buffer.totalPendingWriteBytes(), buffer.currentProgress());
    }
}
