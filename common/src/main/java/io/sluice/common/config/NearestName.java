package io.sluice.common.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant who wrote a name that does not exist. */
final class NearestName {

    /** Most that a difference before the last dot counts, so that a name in the wrong section is found by its end. */
    private static final int MAX_SECTION_DISTANCE = 3;

    private NearestName() {}

    /** The known name that takes the fewest edits to reach; empty only if none is known. */
    static Optional<String> of(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String name, String candidate) {
        int sections = edits(name.substring(0, lastPart(name)), candidate.substring(0, lastPart(candidate)));
        return edits(name.substring(lastPart(name)), candidate.substring(lastPart(candidate)))
                + Math.min(sections, MAX_SECTION_DISTANCE);
    }

    private static int lastPart(String name) {
        return name.lastIndexOf('.') + 1;
    }

    /** Levenshtein's distance, kept in one row of the table: how many characters to insert, delete or replace. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
