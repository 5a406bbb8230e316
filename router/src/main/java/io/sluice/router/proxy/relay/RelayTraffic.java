package io.sluice.router.proxy.relay;

import io.sluice.common.threading.ThreadSafe;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bytes that were relayed since the start, in each direction.
 *
 * <p>Threading: any thread. A count is one uncontended add for each read of a socket, of which one costs microseconds.
 */
@ThreadSafe
public final class RelayTraffic {

    private final LongAdder toBackends = new LongAdder();
    private final LongAdder toClients = new LongAdder();

    public long bytesToBackends() {
        return toBackends.sum();
    }

    public long bytesToClients() {
        return toClients.sum();
    }

    LongAdder toBackends() {
        return toBackends;
    }

    LongAdder toClients() {
        return toClients;
    }
}
