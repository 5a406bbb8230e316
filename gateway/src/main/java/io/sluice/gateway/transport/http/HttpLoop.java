package io.sluice.gateway.transport.http;

import io.sluice.gateway.auth.OriginPolicy;
import io.sluice.gateway.session.LoopServices;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What the HTTP endpoints of one event loop share.
 *
 * @param origins pages that may connect
 * @param draining whether the node shuts down, so that clients should go elsewhere
 * @param gate lets in and sends away those that want to become a client
 * @param headerNames headers of requests that sessions may see, in lower case
 */
public record HttpLoop(
        LoopServices services,
        OriginPolicy origins,
        BooleanSupplier draining,
        ConnectGate gate,
        Set<String> headerNames) {

    public HttpLoop {
        headerNames = Set.copyOf(headerNames);
    }
}
