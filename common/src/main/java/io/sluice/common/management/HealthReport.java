package io.sluice.common.management;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer to one health question.
 *
 * @param reasons what is wrong, by name of the check; empty if all is well
 */
public record HealthReport(SortedMap<String, String> reasons) {

    /** All is well. */
    public static final HealthReport OK = new HealthReport(new TreeMap<>());

    public HealthReport {
        reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    }

    static HealthReport of(Map<String, String> reasons) {
        return reasons.isEmpty() ? OK : new HealthReport(new TreeMap<>(reasons));
    }

    public boolean ok() {
        return reasons.isEmpty();
    }
}
