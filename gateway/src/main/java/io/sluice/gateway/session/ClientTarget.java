package io.sluice.gateway.session;

import java.util.Optional;

/**
 * Which connections of a node are meant: those that match all that is given.
 *
 * @param user id of the user, empty text for the anonymous one; absent for any
 * @param client id of the connection; empty for any
 * @param session secret of the connection; empty for any
 */
public record ClientTarget(Optional<String> user, String client, String session) {}
