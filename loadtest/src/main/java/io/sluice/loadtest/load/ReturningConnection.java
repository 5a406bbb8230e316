package io.sluice.loadtest.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sluice.common.threading.EventLoopConfined;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link ReturningClient}: handshake, connect, subscribe, publications. It tells the client once that it
 * is subscribed, and once that it has ended.
 *
 * <p>Limits: one that is not subscribed after {@link #PATIENCE} ends. Threading: confined to its event loop.
 */
@EventLoopConfined
final class ReturningConnection extends ChannelInboundHandlerAdapter
        implements ServerFrames.Visitor, MessageScanner.Visitor {
    private enum Phase {
        HANDSHAKE,
        CONNECTING,
        SUBSCRIBING,
        READY,
        ENDED
    }

    /** Above the limits of routers and gateways, so that it is they who end what takes too long. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final byte[] NOTHING = {};
    private static final byte[] PROTOCOL_PONG = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";

    private final ReturningClient client;
    private final ReturningSpec spec;
    private final ReturningLoop loop;
    private final MessageScanner scanner;
    private final ServerFrames frames = new ServerFrames();
    private @Nullable Channel channel;

    private Phase phase = Phase.HANDSHAKE;
    private byte[] leftOver = NOTHING;
    private boolean answersPings;
    private String node = "";
    private Ending ending = new Ending(Ending.ABNORMAL, "");
    private long retryAfterNanos;
    private long upgradedNanos;
    /** When the bytes being worked on were read. */
    private long readNanos;

    ReturningConnection(ReturningClient client, ReturningSpec spec, ReturningLoop loop, MessageScanner scanner) {
        this.client = client;
        this.spec = spec;
        this.loop = loop;
        this.scanner = scanner;
    }

    /** To be called once, at once. */
    void connecting(ChannelFuture future) {
        channel = future.channel();
        var unused = future.addListener(done -> {
            if (!done.isSuccess()) {
                ending = new Ending(Ending.ABNORMAL, String.valueOf(done.cause().getMessage()));
                end();
            }
        });
        loop.later(PATIENCE.toNanos(), () -> {
            if (phase.compareTo(Phase.READY) < 0) {
                close(new Ending(Ending.ABNORMAL, "not subscribed within " + PATIENCE.toSeconds() + " s"));
            }
        });
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
        if (phase != Phase.HANDSHAKE && phase != Phase.ENDED) {
            used = frames.read(bytes, used, end, this);
        }
        leftOver = used == end ? NOTHING : Arrays.copyOfRange(bytes, used, end);
    }

    /** Reads the answer to the handshake if it is complete; gives the index behind it, or 0. */
    private int upgrade(byte[] bytes, int to) throws IOException {
        Optional<UpgradeAnswer> answer = UpgradeAnswer.read(bytes, to);
        if (answer.isEmpty()) {
            return 0;
        }
        if (!answer.get().accepted()) {
            loop.tally().refused();
            retryAfterNanos = answer.get().retryAfter().toNanos();
            close(new Ending(Ending.ABNORMAL, "refused with " + answer.get().status()));
            return to;
        }
        phase = Phase.CONNECTING;
        upgradedNanos = readNanos;
        send(CONNECT);
        return answer.get().bytes();
    }

    @Override
    public void text(byte[] bytes, int from, int to) throws IOException {
        scanner.scan(bytes, from, to, this);
    }

    @Override
    public void publication(int number, long sequence, long intendedNanos, long offset) {
        client.publication(number, sequence, offset, readNanos - intendedNanos);
    }

    @Override
    public void ping() {
        if (answersPings) {
            write(ClientFrames.TEXT, PROTOCOL_PONG, 0, PROTOCOL_PONG.length);
        }
    }

    @Override
    public void reply(long id, JsonNode message) {
        if (message.has("error")) {
            close(new Ending(Ending.ABNORMAL, "the server refused command " + id + ": " + message.path("error")));
        } else if (phase == Phase.CONNECTING) {
            answersPings = message.path("connect").path("pong").asBoolean();
            node = message.path("connect").path("node").asText();
            phase = Phase.SUBSCRIBING;
            send(client.subscription());
        } else if (phase == Phase.SUBSCRIBING) {
            phase = Phase.READY;
            client.subscribed(node, upgradedNanos, message.path("subscribe"));
        }
    }

    @Override
    public void other(JsonNode message) {
        JsonNode unsubscribe = message.path("push").path("unsubscribe");
        if (unsubscribe.isObject()) {
            // The server may end a subscription that it can no longer keep whole; coming back recovers it.
            close(new Ending(Ending.ABNORMAL, "unsubscribed: " + unsubscribe));
        }
    }

    @Override
    public void ping(byte[] bytes, int from, int to) {
        write(ClientFrames.PONG, bytes, from, to);
    }

    @Override
    public void pong(byte[] bytes, int from, int to) {
        // This client sends no pings of WebSocket.
    }

    @Override
    public void close(int code, String reason) {
        close(new Ending(code, reason));
    }

    private void close(Ending how) {
        ending = how;
        if (channel != null) {
            var unused = channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(new Ending(Ending.ABNORMAL, String.valueOf(cause.getMessage())));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    private void end() {
        if (phase != Phase.ENDED) {
            phase = Phase.ENDED;
            client.ended(ending, retryAfterNanos);
        }
    }

    private void send(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        write(ClientFrames.TEXT, payload, 0, payload.length);
    }

    private void write(int first, byte[] payload, int from, int to) {
        if (channel != null) {
            var unused = channel.writeAndFlush(
                    ClientFrames.frame(channel.alloc(), first, payload, from, to), channel.voidPromise());
        }
    }
}
