package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.measure.ThreadConfined;

/** Channel names that no run before has used: {@code ta}, {@code tb} … {@code tba}. */
@ThreadConfined
final class FreshNames {
    private static final int LETTERS = 26;

    private int given;

    ChannelNames next() {
        StringBuilder letters = new StringBuilder();
        for (int left = given++; letters.isEmpty() || left > 0; left /= LETTERS) {
            letters.insert(0, (char) ('a' + left % LETTERS));
        }
        return new ChannelNames("t" + letters);
    }
}
