package io.sluice.gateway.metrics;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.DisconnectCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often this node disconnected a client, by code. Any thread. */
public final class DisconnectCounters {

    private final Map<DisconnectCode, LongAdder> counts = new EnumMap<>(DisconnectCode.class);

    public DisconnectCounters() {
        for (DisconnectCode code : DisconnectCode.values()) {
            counts.put(code, new LongAdder());
        }
    }

    public void increment(DisconnectCode code) {
        count(code).increment();
    }

    /** Disconnects with {@code code} so far. */
    public long get(DisconnectCode code) {
        return count(code).sum();
    }

    private LongAdder count(DisconnectCode code) {
        return requireNonNull(counts.get(code));
    }
}
