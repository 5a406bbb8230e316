package io.sluice.gateway.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of channel names in which {@code *} stands for any text, also for none.
 *
 * <p>Matching looks for each piece between two stars once, from left to right, so its time is bounded by the product of both
 * lengths whatever the pattern.
 */
public final class WildcardPattern {

    private static final char STAR = '*';

    private final String pattern;
    // Without a star, the whole pattern.
    private final String prefix;
    private final List<String> pieces;
    private final String suffix;
    private final boolean literal;

    public WildcardPattern(String pattern) {
        this.pattern = pattern;
        int first = pattern.indexOf(STAR);
        int last = pattern.lastIndexOf(STAR);
        this.literal = first < 0;
        this.prefix = literal ? pattern : pattern.substring(0, first);
        this.suffix = literal ? "" : pattern.substring(last + 1);
        this.pieces = literal ? List.of() : pieces(pattern, first, last);
    }

    private static List<String> pieces(String pattern, int first, int last) {
        List<String> pieces = new ArrayList<>();
        for (int star = first; star < last; ) {
            int next = pattern.indexOf(STAR, star + 1);
            if (next > star + 1) {
                pieces.add(pattern.substring(star + 1, next));
            }
            star = next;
        }
        return List.copyOf(pieces);
    }

    /** Whether a name is a pattern: whether a star is in it. */
    public static boolean isPattern(String name) {
        return name.indexOf(STAR) >= 0;
    }

    /** Whether the whole of {@code name} matches. */
    public boolean matches(String name) {
        if (literal) {
            return pattern.equals(name);
        }
        int end = name.length() - suffix.length();
        if (end < prefix.length() || !name.startsWith(prefix) || !name.endsWith(suffix)) {
            return false;
        }
        int from = prefix.length();
        for (String piece : pieces) {
            int found = name.indexOf(piece, from);
            if (found < 0) {
                return false;
            }
            from = found + piece.length();
        }
        return from <= end;
    }

    /** What every matching name begins with; may be empty. */
    public String prefix() {
        return prefix;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WildcardPattern that && pattern.equals(that.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
