package io.sluice.loadtest.baseline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.loadtest.measure.TimeSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One event loop of the baseline server and the sockets on it. For each message it encodes one frame and writes it, with a
 * flush, to every socket: what no server that delivers a message at once to each subscriber can do without.
 *
 * <p>Limits: a socket with 8 MiB waiting is closed. Threading: confined to the loop.
 */
@EventLoopConfined
final class BaselineLoop {
    private static final int TEXT_FRAME = 0x81;
    private static final int MAX_SHORT = 125;
    private static final int MAX_MEDIUM = 0xffff;
    private static final int MEDIUM = 126;
    private static final int LONG = 127;

    private final EventLoop events;
    private final TimeSource time;
    /** Contexts of the WebSocket encoders: what is written from there goes to the socket as it is. */
    private final List<ChannelHandlerContext> subscribers = new ArrayList<>();

    BaselineLoop(EventLoop events, TimeSource time) {
        this.events = events;
        this.time = time;
    }

    EventLoop events() {
        return events;
    }

    void add(ChannelHandlerContext encoder) {
        subscribers.add(encoder);
    }

    void remove(ChannelHandlerContext encoder) {
        subscribers.remove(encoder);
    }

    void carryOut(BaselineOrder order) {
        sendDue(order, 0);
    }

    private void sendDue(BaselineOrder order, long first) {
        long next = first;
        while (next < order.count() && order.schedule().dueNanos(next) <= time.nanos()) {
            send(order, next);
            next++;
        }
        if (next < order.count()) {
            long following = next;
            long delay = Math.max(0, order.schedule().dueNanos(next) - time.nanos());
            var unused = events.schedule(() -> sendDue(order, following), delay, TimeUnit.NANOSECONDS);
        }
    }

    private void send(BaselineOrder order, long index) {
        ByteBuf frame = frame(order, index);
        for (ChannelHandlerContext encoder : subscribers) {
            if (encoder.channel().isWritable()) {
                var unused = encoder.writeAndFlush(frame.retainedDuplicate(), encoder.voidPromise());
            } else {
                var unused = encoder.channel().close();
            }
        }
        frame.release();
    }

    private ByteBuf frame(BaselineOrder order, long index) {
        String push = "{\"push\":{\"channel\":\"" + order.names().name(0) + "\",\"pub\":{\"data\":"
                + order.payload().json(index + 1, order.schedule().dueNanos(index)) + "}}}";
        byte[] text = push.getBytes(StandardCharsets.US_ASCII);
        ByteBuf frame = subscribers.isEmpty()
                ? io.netty.buffer.Unpooled.directBuffer(text.length + 10)
                : subscribers.get(0).alloc().directBuffer(text.length + 10);
        frame.writeByte(TEXT_FRAME);
        if (text.length <= MAX_SHORT) {
            frame.writeByte(text.length);
        } else if (text.length <= MAX_MEDIUM) {
            frame.writeByte(MEDIUM).writeShort(text.length);
        } else {
            frame.writeByte(LONG).writeLong(text.length);
        }
        return frame.writeBytes(text);
    }
}
