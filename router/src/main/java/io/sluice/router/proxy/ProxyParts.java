package io.sluice.router.proxy;

import io.sluice.common.admission.Admission;
import io.sluice.common.metrics.LoopWatch;
import io.sluice.common.tls.ClientTls;
import io.sluice.common.tls.ServerTls;
import io.sluice.router.key.RequestKeys;
import io.sluice.router.negotiate.Negotiation;
import io.sluice.router.pool.BackendPool;
import io.sluice.router.proxy.relay.RelayTerms;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * X * @param loopWatches a new one for each event loop; called on it
 * @param nanoClock monotonic clock
 * @param stopSpread time over which relays are closed when the server stops; zero closes them all at once
 */
public record ProxyParts(
        ServerSettings settings,
        ProxyLimits limits,
        Duration stopSpread,
        BackendPool pool,
        RequestKeys keys,
        Negotiation negotiation,
        Admission admission,
        RelayTerms relayTerms,
        ProxyEvents events,
        ServerTls tls,
        ClientTls backendTls,
        Supplier<LoopWatch> loopWatches,
        LongSupplier nanoClock) {}
