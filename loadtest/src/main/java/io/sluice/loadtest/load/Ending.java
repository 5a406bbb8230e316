package io.sluice.loadtest.load;

/**
 * How a connection ended.
 *
 * @param code of the server's close frame, or {@value #ABNORMAL} when there was none
 * @param reason the server's, or what went wrong here
 */
public record Ending(int code, String reason) {
    /** What a client reports for a socket that ended without a close frame. */
    public static final int ABNORMAL = 1006;

    @Override
    public String toString() {
        return code + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
