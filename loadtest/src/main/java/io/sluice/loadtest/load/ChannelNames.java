package io.sluice.loadtest.load;

import java.util.regex.Pattern;

/**
 * The names of a run's channels: the prefix and a number from 0, e.g. {@code t17}. A run that has a prefix of its own hears
 * nothing of the runs before it.
 *
 * @param prefix ASCII letters
 */
public record ChannelNames(String prefix) {
    private static final Pattern LETTERS = Pattern.compile("[a-z]{1,16}");

    public ChannelNames {
        if (!LETTERS.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "expected 1 to 16 letters a-z before a channel's number but was " + prefix);
        }
    }

    public String name(int number) {
        return prefix + number;
    }
}
