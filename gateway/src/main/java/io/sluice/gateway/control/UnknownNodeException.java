package io.sluice.gateway.control;

/** No live node has the id that was asked for. */
public final class UnknownNodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownNodeException(String node) {
        super("no live node has the id " + node);
    }
}
