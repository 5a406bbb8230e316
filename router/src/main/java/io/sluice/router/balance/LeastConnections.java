package io.sluice.router.balance;

/**
 * Chooses the candidate with the fewest connections; candidates with equally few take turns.
 *
 * <p>Connections of a gateway live for hours, so a count of connections is what the load follows; a policy that looks
 * at the requests of the moment would see nothing of it.
 */
public final class LeastConnections implements BalancingPolicy {

    @Override
    public int choose(long[] loads, long ticket) {
        if (loads.length == 0) {
            throw new IllegalArgumentException("expected at least one candidate but there was none");
        }
        long least = Long.MAX_VALUE;
        int ties = 0;
        for (long load : loads) {
            if (load < least) {
                least = load;
                ties = 1;
            } else if (load == least) {
                ties++;
            }
        }
        return indexOf(loads, least, (int) Math.floorMod(ticket, (long) ties));
    }

    /** Without turns all event loops and all routers would send their next connection to the same idle backend. */
    private static int indexOf(long[] loads, long wanted, int skip) {
        int left = skip;
        for (int i = 0; i < loads.length; i++) {
            if (loads[i] == wanted && left-- == 0) {
                return i;
            }
        }
        throw new IllegalStateException("expected " + (skip + 1) + " candidates with the load " + wanted);
    }
}
