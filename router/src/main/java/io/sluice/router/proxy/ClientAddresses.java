package io.sluice.router.proxy;

import io.sluice.common.net.ClientAddress;
import io.sluice.common.net.TrustedHops;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where requests come from.
 *
 * @param hops proxies in front whose word is believed
 */
record ClientAddresses(TrustedHops hops) {

    /** Where this request comes from, as far as that is known. */
    ClientAddress of(HttpServerRequest request) {
        return hops.client(peer(request.remoteAddress()), request.headers().getAll(ForwardedHeaders.FORWARDED_FOR));
    }

    /** A connection that closed a moment ago may have no address any more. */
    private static String peer(@Nullable SocketAddress peer) {
        return peer == null || peer.hostAddress() == null ? "" : peer.hostAddress();
    }
}
