package io.sluice.gateway.endpoint;

import java.util.Set;
import java.util.regex.Pattern;

/** Which headers may be sent to a back end on behalf of somebody else. */
public final class HeaderRules {

    private static final Pattern NAME = Pattern.compile("[-!#$%&'*+.^_`|~0-9a-z]+");

    /** What frames a message or belongs to one connection: passed on, it would change where a request ends. */
    private static final Set<String> OF_HTTP_ITSELF = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HeaderRules() {}

    /** Whether a header of this name, in lower case, is one that a back end may be sent. */
    public static boolean mayBePassedOn(String name) {
        return NAME.matcher(name).matches() && !OF_HTTP_ITSELF.contains(name);
    }

    /** Whether a text can be the value of a header: one line of Latin-1 without control characters. */
    public static boolean isValue(String text) {
        return text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7F && c <= 0xFF));
    }
}
