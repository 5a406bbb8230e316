package io.sluice.router.backend;

/**
 * What a backend last said of its own load.
 *
 * @param sequence number of the heartbeat that said it; another number means a newer report
 * @param connections client connections open on the backend, from all routers and from elsewhere; not negative
 */
public record LoadReport(long sequence, int connections) {

    public LoadReport {
        if (connections < 0) {
            throw new IllegalArgumentException("expected a number of connections but was " + connections);
        }
    }
}
