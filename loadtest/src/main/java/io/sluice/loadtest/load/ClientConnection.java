package io.sluice.loadtest.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.loadtest.client.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one client: handshake, connect, subscribe, and then publications, whose numbers it checks. What lies
 * between two reads of a frame is kept in an array of its own; all else happens in the loop's {@link ClientLoop#scratch}.
 *
 * <p>Threading: confined to its event loop; {@link #onLoop} is for others, too.
 */
@EventLoopConfined
final class ClientConnection extends ChannelInboundHandlerAdapter
        implements ServerFrames.Visitor, MessageScanner.Visitor {
    private enum Phase {
        HANDSHAKE,
        CONNECTING,
        SUBSCRIBING,
        READY,
        ENDED
    }

    private static final byte[] NOTHING = {};
    private static final byte[] PROTOCOL_PONG = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final int FIRST_SUBSCRIBE_ID = 2;
    /** Keeps a frame with commands far below the 64 KiB that servers take. */
    private static final int SUBSCRIBES_PER_FRAME = 200;

    private static final int NORMAL_CLOSURE = 1000;
    /** No server answers a handshake with more than a few hundred bytes. */
    private static final int MAX_HEAD_BYTES = 64 * 1024;

    private static final String HEAD_END = "\r\n\r\n";

    private final ClientSpec spec;
    private final ClientLoop loop;
    private final LoadClient client;
    private final ServerFrames frames = new ServerFrames();
    private final MessageScanner scanner;
    private final SequenceCheck sequences;
    private @Nullable ChannelFuture connecting;

    private Phase phase = Phase.HANDSHAKE;
    private byte[] leftOver = NOTHING;
    private boolean answersPings;
    private int unansweredSubscribes;
    private boolean closedByUs;
    private Ending ending = new Ending(Ending.ABNORMAL, "");
    /** When the bytes being worked on were read. */
    private long readNanos;

    ClientConnection(ClientSpec spec, ClientLoop loop, LoadClient client) {
        this.spec = spec;
        this.loop = loop;
        this.client = client;
        this.scanner = loop.scanner(spec);
        this.sequences = new SequenceCheck(spec.channels().size(), spec.midway());
    }

    /** To be called once, before the client is given away. */
    void connecting(ChannelFuture future) {
        connecting = future;
        var unused = future.addListener(done -> {
            if (!done.isSuccess()) {
                String reason = String.valueOf(done.cause().getMessage());
                ending = new Ending(Ending.ABNORMAL, reason);
                end();
            }
        });
    }

    Channel channel() {
        if (connecting == null) {
            throw new IllegalStateException("the client has not begun to connect");
        }
        return connecting.channel();
    }

    /** Runs the task on the loop, after what was asked of it before. */
    void onLoop(Runnable task) {
        loop.events().execute(task);
    }

    void closeByUs() {
        closedByUs = true;
        if (channel().isActive()) {
            byte[] code = ByteBuffer.allocate(Short.BYTES)
                    .putShort((short) NORMAL_CLOSURE)
                    .array();
            write(ClientFrames.CLOSE, code, 0, code.length);
        }
        var unused = channel().close();
    }

    /** Sends a WebSocket ping whose pong tells its round trip. */
    void probe() {
        if (phase == Phase.READY) {
            byte[] stamp = ByteBuffer.allocate(Long.BYTES).putLong(loop.nanos()).array();
            write(ClientFrames.PING, stamp, 0, stamp.length);
        }
    }

    long missing(Published published) {
        long missing = 0;
        for (int slot = 0; slot < spec.channels().size(); slot++) {
            missing += sequences.missing(slot, published.on(spec.channels().numberAt(slot)));
        }
        return missing;
    }

    long missingInside() {
        return missing(channel -> 0);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var unused = context.writeAndFlush(ClientFrames.handshake(context.alloc(), spec.url()), context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        ByteBuf in = (ByteBuf) message;
        readNanos = loop.nanos();
        int kept = leftOver.length;
        int end = kept + in.readableBytes();
        byte[] bytes = loop.scratch(end);
        System.arraycopy(leftOver, 0, bytes, 0, kept);
        in.getBytes(in.readerIndex(), bytes, kept, end - kept);
        in.release();
        int used = phase == Phase.HANDSHAKE ? upgrade(bytes, end) : 0;
        if (phase != Phase.HANDSHAKE) {
            used = frames.read(bytes, used, end, this);
        }
        leftOver = used == end ? NOTHING : Arrays.copyOfRange(bytes, used, end);
    }

    /** Reads the answer to the handshake if it is complete; gives the index behind it, or 0. */
    private int upgrade(byte[] bytes, int to) throws IOException {
        String text = new String(bytes, 0, to, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(HEAD_END);
        if (end < 0 && to > MAX_HEAD_BYTES) {
            throw new IOException("the server's answer to the handshake has no end");
        }
        if (end < 0) {
            return 0;
        }
        String head = text.substring(0, end);
        if (!head.startsWith("HTTP/1.1 101") || !head.contains(ClientFrames.ACCEPT)) {
            throw new IOException("the server refused the upgrade: "
                    + head.lines().findFirst().orElse("no answer"));
        }
        phase = Phase.CONNECTING;
        send(CONNECT);
        return end + HEAD_END.length();
    }

    @Override
    public void text(byte[] bytes, int from, int to) throws IOException {
        scanner.scan(bytes, from, to, this);
    }

    @Override
    public void publication(int channel, long number, long intendedNanos, long offset) {
        int slot = spec.channels().slotOf(channel);
        if (slot < 0) {
            loop.tally().stray();
        } else {
            loop.tally().publication(sequences.received(slot, number), readNanos - intendedNanos);
        }
    }

    @Override
    public void ping() {
        if (answersPings) {
            write(ClientFrames.TEXT, PROTOCOL_PONG, 0, PROTOCOL_PONG.length);
        }
    }

    @Override
    public void reply(long id, JsonNode message) {
        JsonNode error = message.path("error");
        if (!error.isMissingNode()) {
            failed("the server refused command " + id + ": " + error);
        } else if (phase == Phase.CONNECTING) {
            answersPings = message.path("connect").path("pong").asBoolean();
            phase = Phase.SUBSCRIBING;
            subscribe();
        } else if (--unansweredSubscribes == 0) {
            ready();
        }
    }

    private void subscribe() {
        int count = spec.channels().size();
        unansweredSubscribes = count;
        StringBuilder commands = new StringBuilder();
        for (int slot = 0; slot < count; slot++) {
            String channel = spec.names().name(spec.channels().numberAt(slot));
            commands.append("{\"id\":")
                    .append(FIRST_SUBSCRIBE_ID + slot)
                    .append(",\"subscribe\":{\"channel\":")
                    .append(Json.quote(channel))
                    .append("}}\n");
            if ((slot + 1) % SUBSCRIBES_PER_FRAME == 0 || slot + 1 == count) {
                send(commands.toString());
                commands.setLength(0);
            }
        }
        if (count == 0) {
            ready();
        }
    }

    private void ready() {
        phase = Phase.READY;
        client.ready().complete(client);
    }

    @Override
    public void other(JsonNode message) {
        loop.tally().stray();
        if (message.path("push").has("disconnect")) {
            failed("the server said " + message);
        }
    }

    @Override
    public void ping(byte[] bytes, int from, int to) {
        write(ClientFrames.PONG, bytes, from, to);
    }

    @Override
    public void pong(byte[] bytes, int from, int to) {
        if (to - from == Long.BYTES) {
            loop.tally()
                    .pingAnswered(
                            readNanos - ByteBuffer.wrap(bytes, from, Long.BYTES).getLong());
        }
    }

    @Override
    public void close(int code, String reason) {
        ending = new Ending(code, reason);
        var unused = channel().close();
    }

    private void failed(String reason) {
        ending = new Ending(Ending.ABNORMAL, reason);
        var unused = channel().close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed(String.valueOf(cause.getMessage()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    private void end() {
        if (phase == Phase.ENDED) {
            return;
        }
        phase = Phase.ENDED;
        loop.ended(this, closedByUs);
        client.ready().completeExceptionally(new IOException(spec.url() + ": the connection ended with " + ending));
        client.ended().complete(ending);
    }

    private void send(String text) {
        var unused = channel()
                .writeAndFlush(ClientFrames.text(allocator(), text), channel().voidPromise());
    }

    private void write(int first, byte[] payload, int from, int to) {
        var unused = channel()
                .writeAndFlush(
                        ClientFrames.frame(allocator(), first, payload, from, to),
                        channel().voidPromise());
    }

    private ByteBufAllocator allocator() {
        return channel().alloc();
    }
}
