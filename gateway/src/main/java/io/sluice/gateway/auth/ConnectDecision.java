package io.sluice.gateway.auth;

import io.sluice.common.protocol.DisconnectCode;

/** The answer to a client's credentials. */
public sealed interface ConnectDecision {

    record Accepted(Identity identity) implements ConnectDecision {}

    /** The connection is to be closed with {@code code}. */
    record Refused(DisconnectCode code) implements ConnectDecision {}
}
