package io.sluice.router.proxy.relay;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * A client's and a backend's connection that become one: opaque bytes both ways.
 *
 * <p>Threading: confined to the event loop that both are on.
 */
public final class Relay {

    private final DuplexChannel client;
    private final DuplexChannel backend;
    private final RelayLimits limits;

    private Relay(DuplexChannel client, DuplexChannel backend, RelayLimits limits) {
        this.client = client;
        this.backend = backend;
        this.limits = limits;
    }

    /**
     * Answers the client and joins the two. Called in {@link BackendChannel.Listener#end} of a 101.
     *
     * @param head bytes of the response to the client
     * @param whenClosed called once, after this call, when the backend's connection is closed
     */
    public static Relay join(
            ClientChannel client, Buffer head, BackendChannel backend, RelayTerms terms, Consumer<Relay> whenClosed) {
        RelayTraffic traffic = terms.traffic();
        RelayLimits limits = terms.limits();
        Relay relay = new Relay(client.channel(), backend.channel(), limits);
        if (relay.client.eventLoop() != relay.backend.eventLoop()) {
            throw new IllegalStateException("expected both connections on one event loop");
        }
        client.takeOver();
        if (!speaksTls(relay.client) && !speaksTls(relay.backend)) {
            allowHalfClose(relay.client);
            allowHalfClose(relay.backend);
        }
        relay.write(head);
        backend.handOverTo(new RelayHandler(relay.client, traffic.toClients(), limits, () -> whenClosed.accept(relay)));
        client.handOverTo(new RelayHandler(relay.backend, traffic.toBackends(), limits, () -> {}));
        relay.client.flush();
        return relay;
    }

    /** Closes both sides, after what is under way. */
    public void close() {
        RelayHandler.closeAfterFlush(client, limits.linger());
        RelayHandler.closeAfterFlush(backend, limits.linger());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a failure comes to the handler of the client's channel
    private void write(Buffer head) {
        client.write(Unpooled.wrappedBuffer(head.getBytes()), client.voidPromise());
    }

    private static boolean speaksTls(Channel channel) {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    private static void allowHalfClose(Channel channel) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
}
