package io.sluice.gateway.transport.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.TimerWheel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices a client whose socket is full and that takes not a byte more for the length of the write time-out. One that takes a
 * little now and then is slow, but not stuck.
 */
@EventLoopConfined
public final class WriteDeadline {

    /** What was taken until one look; what is written meanwhile does not change it. */
    private record Taken(long buffers, long bytesOfNext) {}

    private final Channel channel;
    private final TimerWheel timers;
    private final Duration timeout;
    private final Runnable stuck;
    private final TimerWheel.Timer timer = new TimerWheel.Timer(this::elapsed);
    // Buffers that were unsent when the watch was made, or written since.
    private long written;
    private @Nullable Taken before;

    /** A watch that has not begun; {@code stuck} is called once when nothing was taken in time. */
    public WriteDeadline(Channel channel, TimerWheel timers, Duration timeout, Runnable stuck) {
        this.channel = channel;
        this.timers = timers;
        this.timeout = timeout;
        this.stuck = stuck;
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        this.written = buffer == null ? 0 : buffer.size();
    }

    /** Whether a flush has left something behind, because the socket is full. */
    public static boolean hasUnsentBytes(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && !buffer.isEmpty();
    }

    /** One more buffer was written. */
    public void wrote() {
        wrote(1);
    }

    /** As many more buffers were written. */
    public void wrote(int buffers) {
        written += buffers;
    }

    /** Begins to watch, if it does not already. */
    public void start() {
        if (!timer.isRunning()) {
            before = taken();
            timers.start(timer, timeout);
        }
    }

    public void stop() {
        timer.stop();
    }

    private void elapsed() {
        Taken now = taken();
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

    /** Null when everything was. */
    private @Nullable Taken taken() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null || buffer.isEmpty() ? null : new Taken(written - buffer.size(), buffer.currentProgress());
    }
}
