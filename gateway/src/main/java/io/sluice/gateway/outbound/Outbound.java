package io.sluice.gateway.outbound;

import static io.sluice.common.log.PeerCaused.PEER;

import io.netty.buffer.ByteBuf;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.Delays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
public final class Outbound implements Receiver, FlushList.Flushable {

    private static final Logger log = LoggerFactory.getLogger(Outbound.class);

    /** Bytes that several messages of one frame have at most: receivers limit frames, often to 64 KiB. */
    static final int MAX_FRAME_BYTES = 32 << 10;

    private final OutboundLoop loop;
    private final FrameSink sink;
    private final Runnable overflow;
    private final Runnable unsuitable;

    private MessageSequence gathering;
    private boolean toBeFlushed;
    private boolean cleared;
    // The last delay met first; most clients meet one or none.
    private @Nullable Wait waits;
    // Null while the client keeps up.
    private @Nullable SlowQueue queue;

    /**
     * The outbound side of one client.
     *
     * @param overflow called when the queue is full or memory is; the client is then to be disconnected
     * @param unsuitable called instead of sending a message that the client's format cannot carry; the client is then to be
     *     disconnected, as it would miss the message without knowing
     */
    public Outbound(OutboundLoop loop, FrameSink sink, Runnable overflow, Runnable unsuitable) {
        this.loop = loop;
        this.sink = sink;
        this.overflow = overflow;
        this.unsuitable = unsuitable;
        this.gathering = loop.empty(sink.format());
        gathering.hold();
    }

    /** Sends an answer or a push at the end of this batch. */
    public void send(Message message) {
        deliver(message, DeliveryOptions.PROMPT);
    }

    @Override
    public void deliver(Message message, DeliveryOptions options) {
        if (!message.suits(sink.format())) {
            refuse();
            return;
        }
        if (queue == null && !fits(message)) {
            sendFrame();
        }
        if (cleared) {
            return; // By what became of the frame before it.
        }
        if (queue != null) {
            enqueue(queue, message, options);
            return;
        }
        gather(message);
        if (options.writeDelayNanos() > 0) {
            awaitOthers(options.writeDelayNanos());
        } else {
            scheduleFlush();
        }
    }

    private void refuse() {
        if (!cleared) {
            unsuitable.run();
        }
    }

    /** A full frame is worth a system call of its own; and what nobody flushes would soon make the socket look full. */
    private void sendFrame() {
        write();
        sink.flush();
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

    /** Drops everything, for good: what is delivered from now on is dropped too. */
    public void clear() {
        cleared = true;
        become(loop.empty(sink.format())).drop();
        if (queue != null) {
            queue.drop();
            queue = null;
        }
    }

    /** Bytes that wait for a socket that takes no more. */
    public long queuedBytes() {
        return queue == null ? 0 : queue.bytes();
    }

    private void gather(Message message) {
        become(gathering.then(message)).drop();
    }

    private void scheduleFlush() {
        if (!toBeFlushed) {
            toBeFlushed = true;
            loop.flushes().add(this);
        }
    }

    /** Has what gathers sent in {@code delayNanos} at the latest. */
    private void awaitOthers(long delayNanos) {
        if (toBeFlushed) {
            return;
        }
        Wait wait = null;
        for (Wait each = waits; each != null; each = each.next) {
            if (each.running && each.delayNanos <= delayNanos) {
                return;
            }
            if (each.delayNanos == delayNanos) {
                wait = each;
            }
        }
        if (wait == null) {
            wait = new Wait(delayNanos, waits);
            waits = wait;
        }
        wait.running = true;
        loop.delays().add(wait, delayNanos);
    }

    private void writeGathered() {
        // First, since a write may end the connection and clear us.
        MessageSequence sequence = become(loop.empty(sink.format()));
        ByteBuf frame;
        try {
            frame = sequence.take();
        } catch (RuntimeException | OutOfMemoryError e) {
            log.warn(PEER, "no frame could be made for a client, which is disconnected", e);
            overflow.run(); // What it misses it will not know of otherwise.
            return;
        }
        loop.counters().messagesOut.add(sequence.count());
        loop.counters().framesOut.add(1);
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

    /** One write delay that publications for this client have; it runs once at a time. */
    @EventLoopConfined
    private final class Wait implements Delays.Due {

        private final long delayNanos;
        private final @Nullable Wait next;
        private boolean running;

        Wait(long delayNanos, @Nullable Wait next) {
            this.delayNanos = delayNanos;
            this.next = next;
        }

        @Override
        public void due() {
            running = false;
            if (!gathering.isEmpty()) {
                scheduleFlush();
            }
        }
    }
}
