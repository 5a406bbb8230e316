package io.sluice.router.balance;

import java.time.Duration;

/** All that decides among backends that can be used. */
public record BalancingRules(BalancingPolicy policy, SlowStart slowStart, ZonePreference zone) {

    /** A policy alone, with neither slow start nor zones. */
    public static BalancingRules of(BalancingPolicy policy) {
        return new BalancingRules(policy, new SlowStart(Duration.ZERO), new ZonePreference(""));
    }
}
