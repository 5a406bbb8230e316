package io.sluice.gateway.channel;

import java.util.List;
import java.util.stream.Stream;

/**
 * What marks the parts of a channel's name; an empty mark turns its part off.
 *
 * @param privatePrefix what a private channel begins with
 * @param namespaceBoundary what ends the namespace
 * @param userBoundary what comes before the ids of the users that a channel is for
 * @param userSeparator what stands between these ids; without it there is only one
 */
public record ChannelSyntax(String privatePrefix, String namespaceBoundary, String userBoundary, String userSeparator) {

    /** The marks of names such as {@code $chat:room#1,2}. */
    public static final ChannelSyntax DEFAULT = new ChannelSyntax("$", ":", "#", ",");

    /** Marks are signs; a longer one would leave little of the longest name. */
    private static final int LONGEST_MARK = 8;

    /** Namespaces are named by these signs besides letters and digits, and the last one makes a pattern. */
    private static final String TAKEN_SIGNS = "-_.*";

    public ChannelSyntax {
        checkMark("private_prefix", privatePrefix);
        checkMark("namespace_boundary", namespaceBoundary);
        checkMark("user_boundary", userBoundary);
        checkMark("user_separator", userSeparator);
        List<String> given = Stream.of(privatePrefix, namespaceBoundary, userBoundary, userSeparator)
                .filter(mark -> !mark.isEmpty())
                .toList();
        if (given.stream().distinct().count() < given.size()) {
            throw new IllegalArgumentException("private_prefix, namespace_boundary, user_boundary and user_separator"
                    + " must differ but were " + String.join(" ", given));
        }
    }

    private static void checkMark(String setting, String mark) {
        if (mark.length() > LONGEST_MARK || !mark.chars().allMatch(ChannelSyntax::isFreeSign)) {
            throw new IllegalArgumentException(setting + " must be at most " + LONGEST_MARK
                    + " signs other than letters, digits and " + TAKEN_SIGNS + " but was '" + mark + "'");
        }
    }

    private static boolean isFreeSign(int c) {
        boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return c > ' ' && c <= '~' && !letterOrDigit && TAKEN_SIGNS.indexOf(c) < 0;
    }
}
