package io.sluice.common.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * How a connection is ended: one of the server's own reasons ({@link DisconnectCode}) or one that a back end chose.
 *
 * <p>The number alone tells a client what to do: it reconnects after 3000 to 3499 and 4000 to 4499, and stops for good after
 * 3500 to 3999 and 4500 to 4999.
 *
 * @param code 3000 to 4999; the application's own are 4000 and above
 * @param reason plain words, at most {@value #MAX_REASON_BYTES} bytes in UTF-8, as a close frame has no room for more. Never
 *     empty, and never beginning like a JSON value: clients would then not heed a code that tells them to stop
 */
public record Disconnect(int code, String reason) {

    public static final int MAX_REASON_BYTES = 123;

    private static final int FIRST = 3000;
    private static final int LAST = 4999;
    private static final int RANGE = 1000;
    private static final int FIRST_TERMINAL_IN_RANGE = 500;

    public Disconnect {
        if (code < FIRST || code > LAST) {
            throw new IllegalArgumentException("a disconnect code must be 3000 to 4999 but was " + code);
        }
        int bytes = reason.getBytes(UTF_8).length;
        if (bytes == 0 || bytes > MAX_REASON_BYTES || !Character.isLetter(reason.codePointAt(0))) {
            throw new IllegalArgumentException(
                    "a disconnect reason must be 1 to 123 bytes of words that begin with a letter");
        }
        if (reason.equals("true") || reason.equals("false") || reason.equals("null")) {
            throw new IllegalArgumentException("a disconnect reason must not be a JSON value but was " + reason);
        }
    }

    /** Whether a client comes back by itself. */
    public boolean reconnect() {
        return code % RANGE < FIRST_TERMINAL_IN_RANGE;
    }
}
