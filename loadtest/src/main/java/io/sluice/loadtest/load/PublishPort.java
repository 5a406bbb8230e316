package io.sluice.loadtest.load;

import java.io.IOException;
import java.util.List;

/** A way to publish into a server. Threading: for one thread, which it blocks. */
public interface PublishPort extends AutoCloseable {
    /**
     * A publication that is due.
     *
     * @param key by which the server knows one that it has taken already; empty when it is never sent twice
     */
    record Outgoing(String channel, String json, String key) {
        /** One that is sent once. */
        public Outgoing(String channel, String json) {
            this(channel, json, "");
        }
    }

    /**
     * Publishes these in their order and waits until the server has taken them.
     *
     * @return how many it refused
     * @throws IOException when it cannot be reached
     */
    int publish(List<Outgoing> batch) throws IOException, InterruptedException;

    @Override
    void close();
}
