package io.sluice.gateway.metrics;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.DisconnectCode;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often this node disconnected a client, by code. Any thread. */
public final class DisconnectCounters {

    private final Map<Integer, LongAdder> byNumber = new HashMap<>();
    private final LongAdder custom = new LongAdder();
    private final Map<DisconnectCode, LongAdder> counts = new EnumMap<>(DisconnectCode.class);

    public DisconnectCounters() {
        for (DisconnectCode code : DisconnectCode.values()) {
            LongAdder count = new LongAdder();
            counts.put(code, count);
            byNumber.put(code.code(), count);
        }
    }

    public void increment(Disconnect disconnect) {
        LongAdder count = byNumber.get(disconnect.code());
        (count == null ? custom : count).increment();
    }

    /** Disconnects for reasons that back ends chose. */
    public long custom() {
        return custom.sum();
    }

    /** Disconnects with {@code code} so far. */
    public long get(DisconnectCode code) {
        return count(code).sum();
    }

    private LongAdder count(DisconnectCode code) {
        return requireNonNull(counts.get(code));
    }
}
