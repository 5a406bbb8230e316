package io.sluice.router.proxy.relay;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.ReferenceCountUtil;
import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.Map;

/**
 * A new connection to a backend, on which one upgrade is asked for: sends the head of the request, and reads the
 * response as HTTP until it is over or the connection becomes a relay.
 *
 * <p>Limits: {@link #MAX_HEAD_BYTES} for the head of the response, beyond which it counts as malformed. Chunks of a
 * body are at most 8 KiB; while paused at most 64 KiB are kept and the rest stays in the socket.
 *
 * <p>Threading: confined to the event loop of the socket.
 */
@EventLoopConfined
public final class BackendChannel {

    /** Heads of gateways are a few hundred bytes; cookies may make them longer, and no more than this is sane. */
    static final int MAX_HEAD_BYTES = 16 * 1024;

    /** What the response turns out to be: {@code head}, any number of {@code body}, then {@code end}, unless it breaks. */
    public interface Listener {

        /** The final head; interim responses are skipped. */
        void head(ResponseHead head);

        /** A part of the body of a response that is no 101. */
        void body(Buffer chunk);

        /** The response is complete. After a 101 the relay may be joined in this call, and only in it. */
        void end();

        /** The connection closed before the end; the last call. */
        void closed();

        /** The backend sent what is no HTTP; the connection is closed, and this is the last call. */
        void malformed(String reason);
    }

    private enum Phase {
        HEAD,
        INTERIM,
        BODY,
        OVER
    }

    private final NetSocketInternal socket;
    private final HttpResponseDecoder decoder =
            new HttpResponseDecoder(new HttpDecoderConfig().setMaxHeaderSize(MAX_HEAD_BYTES));
    private final Listener listener;
    private Phase phase = Phase.HEAD;
    private boolean paused;

    /** The connection closed while paused; told when the listener has read what came before. */
    private boolean closedWhilePaused;

    /**
     * Prepares a socket that nothing was sent on.
     *
     * @param listener called on the event loop
     */
    public BackendChannel(NetSocket socket, Listener listener) {
        this.socket = (NetSocketInternal) socket;
        this.listener = listener;
        ChannelPipeline pipeline = this.socket.channelHandlerContext().pipeline();
        pipeline.addBefore(this.socket.channelHandlerContext().name(), "response", decoder);
        this.socket.messageHandler(message -> received((HttpObject) message));
        this.socket.exceptionHandler(reset -> {}); // the close follows
        this.socket.closeHandler(closed -> socketClosed());
    }

    /** Sends the head of the request; should that fail, the listener hears that the connection closed. */
    public void send(Buffer head) {
        socket.write(head).onFailure(broken -> socket.close());
    }

    /** Calls the listener no more, a few calls that are on their way excepted, until {@link #resume}. */
    public void pause() {
        paused = true;
        socket.pause();
    }

    public void resume() {
        paused = false;
        socket.resume();
        if (closedWhilePaused && !paused) {
            socketClosed();
        }
    }

    /** Closes the connection and tells the listener nothing more. */
    public void close() {
        phase = Phase.OVER;
        socket.resume(); // what a pause kept back has to be released
        socket.close().onFailure(alreadyClosed -> {});
    }

    DuplexChannel channel() {
        return (DuplexChannel) socket.channelHandlerContext().channel();
    }

    /** Lets {@code relay} have everything after the head. */
    void handOverTo(RelayHandler relay) {
        ChannelPipeline pipeline = channel().pipeline();
        ChannelHandler vertxHandler = socket.channelHandlerContext().handler();
        pipeline.replace(vertxHandler, "relay", relay);
        if (pipeline.get(ChunkedWriteHandler.class) != null) {
            pipeline.remove(ChunkedWriteHandler.class); // for files, which Vert.x does not send directly through TLS
        }
        pipeline.remove(decoder); // hands on the bytes that came right behind the head
    }

    private void received(HttpObject message) {
        try {
            if (phase == Phase.OVER) {
                return;
            }
            if (message.decoderResult().isFailure()) {
                decodingFailed(message.decoderResult().cause());
            } else if (message instanceof HttpResponse response) {
                headReceived(response);
            } else if (message instanceof HttpContent content) {
                contentReceived(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void headReceived(HttpResponse response) {
        int status = response.status().code();
        if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL && status != 101) {
            phase = Phase.INTERIM;
            return;
        }
        phase = Phase.BODY;
        MultiMap headers = HttpHeaders.headers();
        for (Map.Entry<String, String> header : response.headers()) {
            headers.add(header.getKey(), header.getValue());
        }
        listener.head(new ResponseHead(status, response.status().reasonPhrase(), headers));
    }

    private void contentReceived(HttpContent content) {
        if (phase == Phase.INTERIM) {
            phase = Phase.HEAD;
            return;
        }
        if (content.content().isReadable()) {
            byte[] bytes = new byte[content.content().readableBytes()];
            content.content().readBytes(bytes);
            listener.body(Buffer.buffer(bytes));
        }
        if (content instanceof LastHttpContent && phase != Phase.OVER) {
            phase = Phase.OVER;
            listener.end();
        }
    }

    private void decodingFailed(Throwable cause) {
        if (cause instanceof PrematureChannelClosureException) {
            socketClosed();
        } else {
            close();
            listener.malformed(String.valueOf(cause.getMessage()));
        }
    }

    private void socketClosed() {
        if (paused) {
            closedWhilePaused = true;
        } else if (phase != Phase.OVER) {
            close();
            listener.closed();
        }
    }
}
