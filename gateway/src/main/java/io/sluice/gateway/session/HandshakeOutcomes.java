package io.sluice.gateway.session;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.ProtocolError;
import io.sluice.gateway.metrics.HandshakeOutcome;
import java.util.Set;

/** What metrics call the end of an attempt to connect that did not succeed. */
final class HandshakeOutcomes {

    private static final Set<Integer> REFUSALS = Set.of(
            DisconnectCode.SHUTDOWN.code(),
            DisconnectCode.CONNECTION_LIMIT.code(),
            DisconnectCode.TOO_MANY_REQUESTS.code());

    /** Internal errors are of back ends that do not answer. */
    private static final Set<Integer> TIMEOUTS = Set.of(DisconnectCode.STALE.code(), DisconnectCode.INTERNAL.code());

    private HandshakeOutcomes() {}

    static HandshakeOutcome of(Disconnect farewell) {
        if (REFUSALS.contains(farewell.code())) {
            return HandshakeOutcome.REFUSED;
        }
        return TIMEOUTS.contains(farewell.code()) ? HandshakeOutcome.TIMEOUT : HandshakeOutcome.INVALID;
    }

    static HandshakeOutcome of(ProtocolError error) {
        if (error.code() == ErrorCode.INTERNAL.code()) {
            return HandshakeOutcome.TIMEOUT;
        }
        return error.code() == ErrorCode.LIMIT_EXCEEDED.code() || error.code() == ErrorCode.TOO_MANY_REQUESTS.code()
                ? HandshakeOutcome.REFUSED
                : HandshakeOutcome.INVALID;
    }
}
