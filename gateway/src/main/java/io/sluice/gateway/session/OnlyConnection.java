package io.sluice.gateway.session;

/** Keeps one connection of a user and ends its others, on all nodes. Any thread. */
@FunctionalInterface
public interface OnlyConnection {

    /**
     * Ends the connections of {@code user} but one.
     *
     * @param client id of the connection that stays
     */
    void keep(String user, String client);
}
