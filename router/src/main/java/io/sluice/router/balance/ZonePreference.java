package io.sluice.router.balance;

import java.util.List;

/**
 * Keeps clients in the zone of their router, where bytes cost nothing and time is short, for as long as that zone can bear
 * it.
 *
 * @param zone of the router; empty for no preference
 */
public record ZonePreference(String zone) {

    /**
     * How many times the mean of the other zones this one may have. Beyond it nearness no longer pays for the load; and it
     * is above what gateways tolerate before they move connections, so that the two do not work against each other.
     */
    static final double OVERFLOW = 1.25;

    /** Connections by which the mean has to be above as well: between two and three there is no overload. */
    static final double OVERFLOW_FLOOR = 10;

    /** Those among the candidates that are to be considered: the near ones, or all. */
    public List<Candidate> narrow(List<Candidate> candidates) {
        if (zone.isEmpty()) {
            return candidates;
        }
        List<Candidate> near = candidates.stream().filter(this::isNear).toList();
        if (near.isEmpty() || near.size() == candidates.size() || overflows(candidates)) {
            return candidates;
        }
        return near;
    }

    private boolean isNear(Candidate candidate) {
        return candidate.backend().access().zone().equals(zone);
    }

    private boolean overflows(List<Candidate> candidates) {
        double far = mean(candidates, false);
        return mean(candidates, true) > Math.max(OVERFLOW * far, far + OVERFLOW_FLOOR);
    }

    private double mean(List<Candidate> candidates, boolean near) {
        return candidates.stream()
                .filter(candidate -> isNear(candidate) == near)
                .mapToLong(Candidate::connections)
                .average()
                .orElse(0);
    }
}
