package io.sluice.gateway.transport.http;

/**
 * The direction of a client's connection that its stream does not carry.
 *
 * <p>Threading: called on the connection's event loop.
 */
public interface Inbound {

    /** Of a client that sends nothing. */
    Inbound NONE = new Inbound() {
        @Override
        public void reading(boolean on) {}

        @Override
        public void closed() {}
    };

    /** Stops or resumes handing commands to the session. */
    void reading(boolean on);

    /** The stream is gone. */
    void closed();
}
