package io.sluice.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.Delays;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client, and how it leaves.
 *
 * <pre>
 *   send, deliver --> gathering --end of the batch, or write delay--> socket
 *                         '--socket takes no more--> {@link SlowQueue} --socket writable--> socket
 * </pre>
 *
 * <p>Order: everything leaves in the order in which it came, except what the policies of {@link SlowQueue} say. A prompt message
 * takes along what still gathers before it.
 *
 * <p>Limits: what gathers leaves as soon as it fills a frame of {@value #MAX_FRAME_BYTES} bytes; what waits for a slow client is
 * bounded by the queue.
 */
@EventLoopConfined
public final class Outbound implements FlushList.Flushable, Delays.Due {

    /** Bytes that several messages of one frame have at most: receivers limit frames, often to 64 KiB. */
    static final int MAX_FRAME_BYTES = 32 << 10;

    private final OutboundLoop loop;
    private final FrameSink sink;
    private final Runnable overflow;

    private MessageSequence gathering;
    private boolean toBeFlushed;
    private boolean delayed;
    // Null while the client keeps up.
    private @Nullable SlowQueue queue;

    /** @param overflow called when the queue is full; the client is then to be disconnected */
    public Outbound(OutboundLoop loop, FrameSink sink, Runnable overflow) {
        this.loop = loop;
        this.sink = sink;
        this.overflow = overflow;
        this.gathering = loop.empty(sink.format());
        gathering.hold();
    }

    /** Sends an answer or a push at the end of this batch. */
    public void send(Message message) {
        deliver(message, DeliveryOptions.PROMPT);
    }

    /** Sends a publication as its channel's options say. */
    public void deliver(Message message, DeliveryOptions options) {
        if (queue != null) {
            enqueue(queue, message, options);
            return;
        }
        if (!fits(message)) {
            write();
            if (queue != null) {
                enqueue(queue, message, options);
                return;
            }
        }
        gather(message);
        scheduleFlush(options.writeDelayNanos());
    }

    /** The socket takes bytes again. */
    public void writable() {
        if (queue == null) {
            return;
        }
        while (queue != null && sink.isWritable()) {
            refill(queue);
            if (queue.isEmpty()) {
                queue = null;
            }
            if (!gathering.isEmpty()) {
                writeGathered();
            }
        }
        sink.flush();
    }

    @Override
    public void due() {
        delayed = false;
        if (!toBeFlushed && !gathering.isEmpty()) {
            scheduleFlush(0);
        }
    }

    @Override
    public void flush() {
        toBeFlushed = false;
        write();
        sink.flush();
    }

    /** Writes what gathers, if the socket takes it, so that it precedes what is written from now on. */
    public void write() {
        if (gathering.isEmpty()) {
            return;
        }
        if (sink.isWritable()) {
            writeGathered();
        } else {
            startQueue();
        }
    }

    /** Drops everything. */
    public void clear() {
        become(loop.empty(sink.format())).drop();
        queue = null;
    }

    /** Bytes that wait for a socket that takes no more. */
    public long queuedBytes() {
        return queue == null ? 0 : queue.bytes();
    }

    private void gather(Message message) {
        become(gathering.then(message)).drop();
    }

    private void scheduleFlush(long delayNanos) {
        if (delayNanos > 0) {
            if (!toBeFlushed && !delayed) {
                delayed = true;
                loop.delays().add(this, delayNanos);
            }
        } else if (!toBeFlushed) {
            toBeFlushed = true;
            loop.flushes().add(this);
        }
    }

    private void writeGathered() {
        // First, since a write may end the connection and clear us.
        MessageSequence sequence = become(loop.empty(sink.format()));
        loop.counters().messagesOut.add(sequence.count());
        loop.counters().framesOut.add(1);
        ByteBuf frame = sequence.take();
        loop.counters().bytesOut.add(frame.readableBytes());
        sink.write(frame);
    }

    /** Holds {@code sequence} in place of the present one, which is returned and still held. */
    private MessageSequence become(MessageSequence sequence) {
        MessageSequence before = gathering;
        sequence.hold();
        gathering = sequence;
        return before;
    }

    private void startQueue() {
        SlowQueue started = loop.newQueue(sink.format());
        queue = started;
        // What gathers is less than a frame, and the options of each message are no longer known: it is kept.
        boolean room = true;
        for (Message message : gathering.messages()) {
            room &= started.offer(message, DeliveryOptions.PROMPT);
        }
        become(loop.empty(sink.format())).drop();
        if (!room) {
            overflow.run();
        }
    }

    private void enqueue(SlowQueue slow, Message message, DeliveryOptions options) {
        if (!slow.offer(message, options)) {
            overflow.run();
        }
    }

    /** Moves messages from the queue to the next frame. */
    private void refill(SlowQueue slow) {
        Message next;
        while ((next = slow.peek()) != null && fits(next)) {
            slow.poll();
            gather(next);
        }
    }

    /** Whether the frame that gathers has room for {@code message}; an empty one has for any. */
    private boolean fits(Message message) {
        return gathering.isEmpty() || gathering.bytes() + message.in(gathering.format()).length <= MAX_FRAME_BYTES;
    }
}
