package io.sluice.gateway.session;

import io.sluice.common.protocol.DisconnectCode;
import io.sluice.gateway.outbound.FrameSink;

/**
 * A client's connection as its session sees it; the port that every transport implements.
 *
 * <p>Threading: used on the connection's event loop only. No method throws; after {@link #close} all are without effect.
 */
public interface ClientConnection extends FrameSink {

    /** Whether pings are the transport's own, so that the protocol has none: {@link #ping} then sends one. */
    boolean hasOwnPing();

    /** Sends a ping of the transport; its answer is reported by {@link ClientSession#pong}. */
    void ping();

    /** Stops or resumes reading from the client, which back-pressures it by TCP. */
    void reading(boolean on);

    /** Says good-bye in the manner of the transport, then closes; frames written before are still sent. */
    void close(DisconnectCode code);
}
