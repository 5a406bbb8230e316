package io.sluice.gateway.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.sluice.gateway.outbound.FrameSink;
import io.sluice.gateway.outbound.WireFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A client's socket that behaves as Netty's do: what is written waits until it is flushed, what is flushed until the client takes
 * it, and as long as more than so many bytes wait it is not writable. At first the client takes everything. Belongs to one loop.
 */
public final class FakeSocket implements FrameSink {

    private static final int HIGH_WATER_BYTES = 64 << 10;
    private static final int LOW_WATER_BYTES = 32 << 10;

    private final WireFormat format;
    private final Deque<ByteBuf> unflushed = new ArrayDeque<>();
    private final Deque<ByteBuf> flushed = new ArrayDeque<>();
    private final List<String> arrived = new ArrayList<>();
    private final List<Integer> frameBytes = new ArrayList<>();
    private final int highWaterBytes;
    private final int lowWaterBytes;
    private long room = Long.MAX_VALUE;
    private long pending;
    private boolean writable = true;
    private boolean flushing;
    private boolean closed;
    private int flushes;
    private Runnable onWritable = () -> {};
    private Runnable onWrite = () -> {};
    private Runnable onFlush = () -> {};

    public FakeSocket(WireFormat format) {
        this(format, HIGH_WATER_BYTES, LOW_WATER_BYTES);
    }

    /** A socket that is no more writable from {@code highWaterBytes} on, until less than {@code lowWaterBytes} wait. */
    public FakeSocket(WireFormat format, int highWaterBytes, int lowWaterBytes) {
        this.format = format;
        this.highWaterBytes = highWaterBytes;
        this.lowWaterBytes = lowWaterBytes;
    }

    /** Runs {@code action} whenever the socket becomes writable again. */
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    /** From here on each write ends with {@code action}. */
    public void onWrite(Runnable action) {
        onWrite = action;
    }

    /** From here on each flush begins with {@code action}. */
    public void onFlush(Runnable action) {
        onFlush = action;
    }

    /** From here on the client takes nothing, until {@link #take}. */
    public void stall() {
        room = 0;
    }

    /** The client stalls, and so much was written to it that its socket takes no more. */
    public void fill() {
        stall();
        write(format.frame(List.of(new byte[highWaterBytes]), highWaterBytes));
        flush();
        assertThat(isWritable()).isFalse();
    }

    /** The client takes so many more bytes, whole frames only. */
    public void take(long bytes) {
        room = Math.min(Long.MAX_VALUE - bytes, room) + bytes;
        drain();
    }

    /** The client keeps up again. */
    public void takeAll() {
        take(Long.MAX_VALUE - room);
    }

    /** The connection is gone, with what it had not sent. */
    public void close() {
        closed = true;
        unflushed.forEach(ByteBuf::release);
        flushed.forEach(ByteBuf::release);
        unflushed.clear();
        flushed.clear();
    }

    /** The messages that have reached the client, without forgetting them; what {@link #fill} wrote is none. */
    public List<String> arrived() {
        return List.copyOf(arrived);
    }

    /** Asserts, and forgets, the messages that have reached the client. */
    public void assertArrived(String... expected) {
        assertThat(arrived).containsExactly(expected);
        arrived.clear();
    }

    /** Length of each frame written so far. */
    public List<Integer> frameBytes() {
        return List.copyOf(frameBytes);
    }

    /** How often the socket was flushed. */
    public int flushes() {
        return flushes;
    }

    @Override
    public WireFormat format() {
        return format;
    }

    @Override
    public boolean isWritable() {
        return writable && !closed;
    }

    @Override
    public void write(ByteBuf frame) {
        if (closed) {
            frame.release();
        } else {
            frameBytes.add(frame.readableBytes());
            unflushed.add(frame);
            pending += frame.readableBytes();
            writable &= pending < highWaterBytes;
        }
        onWrite.run();
    }

    @Override
    public void flush() {
        flushes++;
        onFlush.run();
        flushed.addAll(unflushed);
        unflushed.clear();
        drain();
    }

    private void drain() {
        if (flushing) {
            return;
        }
        flushing = true;
        while (!flushed.isEmpty() && flushed.element().readableBytes() <= room) {
            arrive(flushed.remove());
        }
        flushing = false;
    }

    private void arrive(ByteBuf frame) {
        int bytes = frame.readableBytes();
        if (frame.getByte(0) != 0) {
            arrived.addAll(List.of(frame.toString(UTF_8).split("\n")));
        }
        frame.release();
        room -= bytes;
        pending -= bytes;
        if (!writable && pending < lowWaterBytes) {
            writable = true;
            onWritable.run();
        }
    }
}
