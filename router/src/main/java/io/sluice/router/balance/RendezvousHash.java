package io.sluice.router.balance;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps clients with one key together: every router chooses the same backend for a key, and goes on choosing it when others
 * come or go. A backend takes no more than a bounded multiple of the mean; what is beyond it goes to the key's next
 * backend. A client without a key is placed by another policy.
 *
 * <p>Slow start does not apply: a key that moved for ten seconds would have to move back.
 */
/*
 * Highest random weight: the hash of key and backend is the backend's lot, and the highest wins (D. Thaler and
 * C. V. Ravishankar, "Using name-based mappings to increase hit rates", IEEE/ACM Transactions on Networking 6(1), 1998).
 * A backend that goes takes only its own keys with it, and these spread over all others.
 *
 * Lots are drawn by name and not by id, because a gateway has a new id after each start and its name may stay: a rolling
 * restart then brings every key back to where it was. Should two backends have one name, their lots are equal, and a
 * second lot by id decides, so that they share the keys.
 *
 * The bound is that of V. Mirrokni, M. Thorup and M. Zadimoghaddam, "Consistent hashing with bounded loads", 2016
 * (arXiv:1608.01350): the capacity of each is the mean, with the new connection, times the factor, rounded up.
 */
public final class RendezvousHash implements BalancingPolicy {

    private final double factor;
    private final BalancingPolicy withoutKey;

    /**
     * A policy for keys.
     *
     * @param factor how many times the mean a backend may have, above 1
     * @param withoutKey places clients that have no key
     */
    public RendezvousHash(double factor, BalancingPolicy withoutKey) {
        if (!(factor > 1 && Double.isFinite(factor))) {
            throw new IllegalArgumentException("expected a factor above 1 but was " + factor);
        }
        this.factor = factor;
        this.withoutKey = withoutKey;
    }

    @Override
    public int choose(List<Candidate> candidates, Draw draw) {
        Candidate.requireAny(candidates);
        String key = draw.key();
        return key == null ? withoutKey.choose(candidates, draw) : choose(candidates, Mix.hash(key));
    }

    /** One is always below the bound: not everybody can be above the mean. */
    private int choose(List<Candidate> candidates, long key) {
        long bound = bound(candidates);
        return IntStream.range(0, candidates.size())
                .filter(i -> candidates.get(i).connections() < bound)
                .boxed()
                .max(Comparator.<Integer>comparingLong(
                                i -> lot(key, candidates.get(i).backend().name()))
                        .thenComparingLong(
                                i -> lot(key, candidates.get(i).backend().id())))
                .orElseThrow();
    }

    private long bound(List<Candidate> candidates) {
        long withOneMore = candidates.stream().mapToLong(Candidate::connections).sum() + 1;
        return (long) Math.ceil(factor * withOneMore / candidates.size());
    }

    private static long lot(long key, String backend) {
        return Mix.mix(key ^ Mix.hash(backend));
    }
}
