package io.sluice.gateway;

import java.io.Serial;

/** A node did not get an order, or did not answer it. The message tells an operator what to do. */
final class NodeUnreachableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    NodeUnreachableException(String message) {
        super(message);
    }
}
