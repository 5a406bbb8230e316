package io.sluice.gateway.channel;

import java.util.Optional;

/**
 * The name of a channel that has passed the naming rules; holding one proves that it has.
 *
 * <p>A name is 1 to {@code maxLength} printable ASCII characters. The part before the first {@code :}, after a leading
 * {@code $} was taken away, names the namespace; without a {@code :} there is none.
 */
public record ChannelName(String value) {

    private static final char PRIVATE_PREFIX = '$';
    private static final char NAMESPACE_BOUNDARY = ':';

    /** Use {@link #parse}, which applies the configured length as well. */
    public ChannelName {
        if (!isPrintableAscii(value)) {
            throw new IllegalArgumentException("a channel is one or more printable ASCII characters");
        }
    }

    /** The channel, or empty when {@code text} is empty, longer than {@code maxLength} bytes or not printable ASCII. */
    public static Optional<ChannelName> parse(String text, int maxLength) {
        return text.length() <= maxLength && isPrintableAscii(text)
                ? Optional.of(new ChannelName(text))
                : Optional.empty();
    }

    /** The namespace's name, or {@code ""} for a channel without one. */
    public String namespace() {
        int from = isPrivate() ? 1 : 0;
        int boundary = value.indexOf(NAMESPACE_BOUNDARY, from);
        return boundary < 0 ? "" : value.substring(from, boundary);
    }

    /** Whether subscribing needs a subscription token. */
    public boolean isPrivate() {
        return value.charAt(0) == PRIVATE_PREFIX;
    }

    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    @Override
    public String toString() {
        return value;
    }
}
