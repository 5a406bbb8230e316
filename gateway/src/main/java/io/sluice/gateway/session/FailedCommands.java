package io.sluice.gateway.session;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.log.CauseChain;
import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.ProtocolError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands that the server could not carry out for reasons of its own, mostly a Redis that does not answer. Their clients are
 * told that they may try again and nothing else, so the reason has to be in the log.
 */
final class FailedCommands {

    private static final Logger log = LoggerFactory.getLogger(FailedCommands.class);

    private static final String FAILED = "client command failed command={} session={} cause={}";

    private FailedCommands() {}

    /** Writes down why {@code command} failed, and says what its client is told. Any thread. */
    static ProtocolError error(ClientSession session, Command command, Throwable cause) {
        String name = command.getClass().getSimpleName();
        String causes = CauseChain.of(cause);
        log.warn(PEER, FAILED, name, session.id(), causes);
        log.debug(PEER, FAILED, name, session.id(), causes, cause);
        return ErrorCode.INTERNAL.error();
    }
}
