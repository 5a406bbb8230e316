package io.sluice.gateway.session;

import io.sluice.gateway.auth.Identity;

/**
 * Where a client is in its life: {@link Connecting} until its connect command is answered, then {@link Connected}, and
 * {@link Closed} from the first reason to close on. There is no way back.
 */
sealed interface SessionState {

    /** Nothing but a connect command is accepted. */
    record Connecting(boolean authenticating) implements SessionState {}

    /** Commands are accepted. */
    record Connected(Identity identity) implements SessionState {}

    /** Everything that still arrives is ignored. */
    record Closed() implements SessionState {}
}
