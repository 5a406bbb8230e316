package io.sluice.gateway.session;

/**
 * Where a client is in its life: {@link Connecting} until its connect command is answered, then {@link Connected} or
 * {@link Refused}, and {@link Closed} from the first reason to close on. There is no way back.
 */
sealed interface SessionState {

    SessionState WAITING = new Connecting(false);
    SessionState AUTHENTICATING = new Connecting(true);
    SessionState CONNECTED = new Connected();
    SessionState REFUSED = new Refused();
    SessionState CLOSED = new Closed();

    /** Nothing but one connect command is accepted. */
    record Connecting(boolean authenticating) implements SessionState {}

    /** Commands are accepted. */
    record Connected() implements SessionState {}

    /** The connect command was answered with an error; nothing is accepted any more. */
    record Refused() implements SessionState {}

    /** Everything that still arrives is ignored. */
    record Closed() implements SessionState {}
}
