package io.sluice.gateway.api;

/**
 * A pattern of channel names: {@code *} stands for any text, {@code ?} for one character.
 *
 * <p>Matching goes back to the last {@code *} only, so its time is bounded by the product of both lengths whatever the
 * pattern, which a regular expression would not promise.
 */
record GlobPattern(String pattern) {

    /** Whether the whole of {@code name} matches; every name matches an empty pattern. */
    boolean matches(String name) {
        return pattern.isEmpty() || matchesWhole(name);
    }

    private boolean matchesWhole(String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
