package io.sluice.gateway.session;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.hub.SharedFrame;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait until a client's socket is writable again; bounded in bytes.
 *
 * <p>Limit: a frame is refused when it would bring the queue above {@code maxBytes}; one frame is taken in any case, so that a
 * frame larger than the limit can still reach a client that keeps up.
 */
@EventLoopConfined
final class OutboundQueue {

    private final int maxBytes;

    // Null while nothing waits: most clients never need it.
    private @Nullable ArrayDeque<SharedFrame> frames;
    private long queuedBytes;

    OutboundQueue(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Queues {@code frame} with a reference of its own; false, without effect, when the queue is full. */
    boolean offer(SharedFrame frame) {
        ArrayDeque<SharedFrame> queue = frames;
        if (queue == null) {
            queue = new ArrayDeque<>();
            frames = queue;
        } else if (queuedBytes + frame.size() > maxBytes) {
            return false;
        }
        queue.add(frame.retain());
        queuedBytes += frame.size();
        return true;
    }

    boolean isEmpty() {
        return frames == null;
    }

    /** Bytes that wait. */
    long queuedBytes() {
        return queuedBytes;
    }

    /** Writes frames in order as long as the connection takes them; a write may {@link #clear} the queue. */
    void drainTo(ClientConnection connection) {
        while (frames != null && connection.isWritable()) {
            SharedFrame frame = frames.remove();
            queuedBytes -= frame.size();
            if (frames.isEmpty()) {
                frames = null;
            }
            connection.write(frame);
            frame.release();
        }
    }

    /** Drops everything. */
    void clear() {
        ArrayDeque<SharedFrame> dropped = frames;
        if (dropped != null) {
            frames = null;
            dropped.forEach(SharedFrame::release);
            queuedBytes = 0;
        }
    }
}
