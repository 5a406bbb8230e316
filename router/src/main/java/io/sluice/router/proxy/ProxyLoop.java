package io.sluice.router.proxy;

import io.sluice.router.key.RequestKeys;
import io.sluice.router.pool.BackendPool;
import io.sluice.router.proxy.relay.RelayTerms;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.net.NetClient;
import java.util.function.LongSupplier;

/**
 * What the exchanges of one event loop share. The clients are held here for as long as there are exchanges, because
 * Vert.x closes a client that nobody refers to any more, with its connections.
 */
record ProxyLoop(
        Vertx vertx,
        NetClient tcp,
        HttpClient http,
        BackendPool pool,
        RequestKeys keys,
        ProxyLimits limits,
        ForwardedHeaders forwarded,
        UpgradeGate gate,
        ClientConnections connections,
        OpenRelays relays,
        RelayTerms relayTerms,
        ProxyEvents events,
        BackendRoute route,
        LongSupplier nanoClock) {

    /** Backends that one request tries at most; the third failure in a row is no accident of one backend. */
    static final int MAX_ATTEMPTS = 3;
}
