package io.sluice.router.proxy.relay;

import io.vertx.core.MultiMap;

/**
 * The head of a backend's response.
 *
 * @param status 101, or 200 and above
 * @param reason the words after the status, possibly none
 * @param headers in the order and spelling of the backend
 */
public record ResponseHead(int status, String reason, MultiMap headers) {

    /** Whether the backend agreed to leave HTTP. */
    public boolean switchesProtocols() {
        return status == 101;
    }
}
