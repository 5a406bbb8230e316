package io.sluice.gateway.drain;

/** The clients of one event loop, as a drain sees them. All methods may be called by any thread. */
public interface DrainedLoop {

    /** Clients whose connection is open, those included that were told to go and have not answered; may be a moment old. */
    int connections();

    /** Those of them that nobody has told to go; may be a moment old. */
    int staying();

    /** Tells up to {@code count} clients to reconnect elsewhere; soon, on the loop. */
    void disconnectSome(int count);
}
