package io.sluice.loadtest.client;

/** The server answered a command with an error of the protocol, e.g. 103 permission denied. */
public final class ReplyErrorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final boolean temporary;

    ReplyErrorException(int code, String message, boolean temporary) {
        super(code + " " + message);
        this.code = code;
        this.temporary = temporary;
    }

    public int code() {
        return code;
    }

    /** Whether the server says that the same command may succeed later. */
    public boolean temporary() {
        return temporary;
    }
}
