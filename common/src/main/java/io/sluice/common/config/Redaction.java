package io.sluice.common.config;

import java.util.regex.Pattern;

/** Keeps secrets out of prints and messages. */
final class Redaction {

    /** Stands for a secret that is set. */
    private static final String REDACTED = "<redacted>";

    /** The user and password in an address such as {@code redis://user:password@host}. */
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)\\S+(?=@)");

    private Redaction() {}

    /** A text as it may be shown: a secret not at all, unless it is empty, and an address without its credentials. */
    static String shown(boolean secret, String text) {
        if (secret) {
            return text.isEmpty() ? text : REDACTED;
        }
        return CREDENTIALS.matcher(text).replaceAll(REDACTED);
    }
}
