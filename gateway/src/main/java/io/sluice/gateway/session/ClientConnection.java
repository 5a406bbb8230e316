package io.sluice.gateway.session;

import io.sluice.common.protocol.Disconnect;
import io.sluice.gateway.outbound.FrameSink;
import java.util.Map;

/**
 * A client's connection as its session sees it; the port that every transport implements.
 *
 * <p>Threading: used on the connection's event loop only. No method throws; after {@link #close} all are without effect.
 */
public interface ClientConnection extends FrameSink {

    TransportKind kind();

    /** Whether it speaks protobuf rather than JSON. */
    boolean binary();

    /** Secret by which separate requests and back ends find the connection; empty for a two-way transport. Never logged. */
    String session();

    /** Headers of the handshake that back ends may see, names in lower case. */
    Map<String, String> headers();

    /** Whether pings are the transport's own, so that the protocol has none: {@link #ping} then sends one. */
    boolean hasOwnPing();

    /** Sends a ping of the transport; its answer is reported by {@link ClientSession#pong}. */
    void ping();

    /** Stops or resumes reading from the client, which back-pressures it by TCP. */
    void reading(boolean on);

    /** The request by which the client came, until {@link #handshakeOver}. */
    default Handshake handshake() {
        return Handshake.OVER;
    }

    /** The connect command is answered, or never will be: the client is no longer on its way in. */
    default void handshakeOver() {}

    /** Says good-bye in the manner of the transport, then closes; frames written before are still sent. */
    void close(Disconnect disconnect);
}
