package io.sluice.gateway.auth;

import io.sluice.common.protocol.Payload;

/**
 * Who a client is.
 *
 * @param user id that the application knows the user by; empty for an anonymous one
 * @param info what the application wants other clients to see of it
 */
public record Identity(String user, Payload info) {

    /** A client of whom nothing is known. */
    public static final Identity ANONYMOUS = new Identity("", Payload.EMPTY);

    public boolean isAnonymous() {
        return user.isEmpty();
    }
}
