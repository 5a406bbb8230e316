package io.sluice.gateway.channel;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of a channel, and its parts by the marks of {@code syntax}. {@link ChannelRules#lookup} says whether it is
 * allowed; a name by itself is text that is not empty and survives being written as UTF-8.
 */
public record ChannelName(String value, ChannelSyntax syntax) {

    private static final char WILDCARD = '*';

    public ChannelName {
        if (utf8Bytes(value) == 0) {
            throw new IllegalArgumentException("a channel's name must be text, and not empty");
        }
    }

    /** A name with the default marks. */
    public ChannelName(String value) {
        this(value, ChannelSyntax.DEFAULT);
    }

    /** Bytes that {@code text} takes in UTF-8; 0 if it has half of a surrogate pair, which UTF-8 cannot express, or is empty. */
    static int utf8Bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                return 0;
            }
        }
        return bytes;
    }

    /** The namespace's name, or {@code ""} for a channel without one. */
    public String namespace() {
        int boundary = boundary();
        return boundary < 0 ? "" : value.substring(bare(), boundary);
    }

    /** What is behind the namespace, or behind the private prefix if there is none. */
    public String rest() {
        int boundary = boundary();
        return boundary < 0
                ? value.substring(bare())
                : value.substring(boundary + syntax.namespaceBoundary().length());
    }

    /** Whether subscribing needs a subscription token. */
    public boolean isPrivate() {
        return !syntax.privatePrefix().isEmpty() && value.startsWith(syntax.privatePrefix());
    }

    /** Whether the name ends in the ids of the users that the channel is for. */
    public boolean isUserLimited() {
        return !syntax.userBoundary().isEmpty() && value.contains(syntax.userBoundary());
    }

    /** Whether a user-limited channel is for the user with this id; it never is for anonymous ones, whose id is empty. */
    public boolean allowsUser(String id) {
        return !id.isEmpty() && isUserLimited() && users().contains(id);
    }

    /** Whether the name has a {@code *}, and so is a pattern where patterns are allowed. */
    public boolean hasWildcard() {
        return value.indexOf(WILDCARD) >= 0;
    }

    /** Whether all characters are printable ASCII. */
    boolean isPrintableAscii() {
        return isPrintableAscii(value);
    }

    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private List<String> users() {
        String users = value.substring(
                value.lastIndexOf(syntax.userBoundary()) + syntax.userBoundary().length());
        return syntax.userSeparator().isEmpty()
                ? List.of(users)
                : List.of(users.split(Pattern.quote(syntax.userSeparator()), -1));
    }

    private int bare() {
        return isPrivate() ? syntax.privatePrefix().length() : 0;
    }

    /** Where the mark behind the namespace begins, or negative without a namespace. */
    private int boundary() {
        return syntax.namespaceBoundary().isEmpty() ? -1 : value.indexOf(syntax.namespaceBoundary(), bare());
    }

    @Override
    public String toString() {
        return value;
    }
}
