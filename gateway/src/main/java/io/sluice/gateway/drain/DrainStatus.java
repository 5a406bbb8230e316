package io.sluice.gateway.drain;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;

/**
 * Where a node is with its drain.
 *
 * @param remaining clients still connected, 0 or more
 * @param sinceUnixMillis when it began to drain, or to serve, milliseconds since 1970
 */
record DrainStatus(State state, int remaining, long sinceUnixMillis) {

    /** Whether a node wants clients. */
    enum State {
        /** It takes clients. */
        SERVING,
        /** It takes none, and those that it has are told to go. */
        DRAINING,
        /** It takes none and has none. */
        DRAINED
    }

    JsonObject json() {
        return new JsonObject()
                .put("state", state.name().toLowerCase(Locale.ROOT))
                .put("remaining", remaining)
                .put("since", Instant.ofEpochMilli(sinceUnixMillis).toString());
    }
}
