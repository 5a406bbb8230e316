package io.sluice.gateway.drain;

import java.util.ArrayList;
import java.util.List;

/** How many of the clients that are to go each event loop has to tell: always the loop that has most left, so that all end together. */
final class LoopShares {

    private LoopShares() {}

    /**
     * The share of each loop.
     *
     * @param count how many clients are to go, of all loops
     * @param staying how many each loop has, 0 or more
     * @return none larger than what the loop has; {@code count} in sum, if there are as many
     */
    static List<Integer> of(int count, List<Integer> staying) {
        long all = staying.stream().mapToLong(Integer::longValue).sum();
        if (count >= all) {
            return List.copyOf(staying);
        }
        List<Integer> left = new ArrayList<>(staying);
        for (int i = 0; i < count; i++) {
            int fullest = fullest(left);
            left.set(fullest, left.get(fullest) - 1);
        }
        List<Integer> shares = new ArrayList<>(left.size());
        for (int i = 0; i < left.size(); i++) {
            shares.add(staying.get(i) - left.get(i));
        }
        return shares;
    }

    private static int fullest(List<Integer> left) {
        int fullest = 0;
        for (int i = 1; i < left.size(); i++) {
            if (left.get(i) > left.get(fullest)) {
                fullest = i;
            }
        }
        return fullest;
    }
}
