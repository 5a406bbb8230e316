package io.sluice.router.pool;

import java.util.List;
import java.util.function.Predicate;

/**
 * The best of the usable backends at the moment.
 *
 * @param members at least one
 * @param standing what they have in common
 */
record Shortlist(List<PooledBackend> members, Standing standing) {

    /** The shortlist of backends of which there is at least one. */
    static Shortlist of(List<PooledBackend> usable) {
        List<PooledBackend> healthy = select(usable, member -> !member.ejected());
        List<PooledBackend> good = select(healthy, member -> !member.full());
        if (!good.isEmpty()) {
            return new Shortlist(good, Standing.GOOD);
        }
        return healthy.isEmpty() ? new Shortlist(usable, Standing.EJECTED) : new Shortlist(healthy, Standing.FULL);
    }

    /** Those of them that take another handshake now; possibly none. */
    List<PooledBackend> withHandshakes() {
        return select(members, member -> member.handshakes().available());
    }

    /** Handshakes that they take in a second, all together. */
    double handshakesPerSecond() {
        return members.stream()
                .mapToDouble(member -> member.handshakes().perSecond())
                .sum();
    }

    private static List<PooledBackend> select(List<PooledBackend> members, Predicate<PooledBackend> wanted) {
        return members.stream().filter(wanted).toList();
    }
}
