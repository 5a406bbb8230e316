package io.sluice.gateway.transport.http;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.admission.Admission;
import io.sluice.common.admission.Decision;
import io.sluice.common.admission.RefusalAnswer;
import io.sluice.common.admission.SourceKey;
import io.sluice.common.net.ClientAddress;
import io.sluice.common.net.RequestId;
import io.sluice.common.net.TrustedHops;
import io.sluice.gateway.transport.socket.TicketHolder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where requests that want to become a client are let in or sent away, before a body is read, a connection upgraded or a token
 * verified.
 *
 * @param admission the node's, shared by all loops
 * @param hops proxies whose word about a client's address is believed
 */
public record ConnectGate(Admission admission, TrustedHops hops) {

    private static final Logger log = LoggerFactory.getLogger(ConnectGate.class);

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** Whether the endpoint should go on; if not, the request is answered with 429 or 503. Called on the request's loop. */
    public boolean admits(HttpServerRequest request) {
        if (admission.open()) {
            return true;
        }
        Decision decision = admission.ask(sourceOf(request));
        if (decision instanceof Decision.Refused refused) {
            RefusalAnswer.send(request, refused)
                    .onFailure(cause -> log.debug(
                            PEER, "refusal not sent request={} cause={}", RequestId.of(request), cause.toString()));
            return false;
        }
        TicketHolder.hold(request, ((Decision.Admitted) decision).ticket());
        return true;
    }

    private SourceKey sourceOf(HttpServerRequest request) {
        ClientAddress client =
                hops.client(peer(request.remoteAddress()), request.headers().getAll(FORWARDED_FOR));
        return SourceKey.of(client.address());
    }

    /** A connection that closed a moment ago may have no address any more. */
    private static String peer(@Nullable SocketAddress peer) {
        return peer == null || peer.hostAddress() == null ? "" : peer.hostAddress();
    }
}
