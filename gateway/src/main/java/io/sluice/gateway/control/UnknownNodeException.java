package io.sluice.gateway.control;

/** No live node has the id that was asked for. Its message shows the first 64 characters of the id, which anybody may have made up. */
public final class UnknownNodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int MAX_SHOWN_LENGTH = 64;

    public UnknownNodeException(String node) {
        super("no live node has the id " + node.substring(0, Math.min(node.length(), MAX_SHOWN_LENGTH)));
    }
}
