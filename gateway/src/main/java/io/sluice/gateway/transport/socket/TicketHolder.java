package io.sluice.gateway.transport.socket;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.sluice.common.admission.AdmissionTicket;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.VertxConnection;

/**
 * Keeps a client's ticket with its channel, from which handlers are taken and put while the client becomes a connection.
 *
 * <p>Threading: on the channel's event loop.
 */
public final class TicketHolder {

    private static final AttributeKey<AdmissionTicket> TICKET = AttributeKey.valueOf("sluice.ticket");

    private TicketHolder() {}

    /**
     * Ends the ticket with the connection, or with the response if the request becomes no connection and the next one may follow on
     * the same channel.
     */
    public static void hold(HttpServerRequest request, AdmissionTicket ticket) {
        Channel channel =
                ((VertxConnection) request.connection()).channelHandlerContext().channel();
        channel.attr(TICKET).set(ticket);
        var unused = channel.closeFuture().addListener(closed -> ticket.close());
        request.response().endHandler(ended -> ticket.close());
    }

    /** The client has its first answer, or will get none. */
    public static void handshakeOver(Channel channel) {
        AdmissionTicket ticket = channel.attr(TICKET).get();
        if (ticket != null) {
            ticket.handshakeOver();
        }
    }
}
