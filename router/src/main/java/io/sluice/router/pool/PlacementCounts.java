package io.sluice.router.pool;

import io.sluice.common.threading.ThreadSafe;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * How the decisions of a pool came out, since its beginning.
 *
 * <p>Threading: any thread.
 */
@ThreadSafe
public final class PlacementCounts {

    private final Map<Standing, LongAdder> placed = adders(Standing.class);
    private final Map<Refusal.Reason, LongAdder> refused = adders(Refusal.Reason.class);

    private final LongAdder outsideZone = new LongAdder();

    /** Connections placed among backends of this standing. */
    public long placed(Standing standing) {
        return adder(placed, standing).sum();
    }

    public long refused(Refusal.Reason reason) {
        return adder(refused, reason).sum();
    }

    /** Connections placed in another zone than the preferred one. */
    public long outsideZone() {
        return outsideZone.sum();
    }

    void countPlaced(Standing standing) {
        adder(placed, standing).increment();
    }

    void countRefused(Refusal.Reason reason) {
        adder(refused, reason).increment();
    }

    void countOutsideZone() {
        outsideZone.increment();
    }

    /** Filled once and only read from then on, so that any thread may. */
    private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> keys) {
        Map<K, LongAdder> adders = new EnumMap<>(keys);
        for (K key : keys.getEnumConstants()) {
            adders.put(key, new LongAdder());
        }
        return adders;
    }

    private static <K extends Enum<K>> LongAdder adder(Map<K, LongAdder> adders, K key) {
        return Objects.requireNonNull(adders.get(key));
    }
}
