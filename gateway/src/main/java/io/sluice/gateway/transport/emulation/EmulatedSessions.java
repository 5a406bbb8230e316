package io.sluice.gateway.transport.emulation;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.loop.LoopTasks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clients of this node whose commands come as requests of their own, by their secret.
 *
 * <p>Limit: one entry for each open stream.
 */
@ThreadSafe
public final class EmulatedSessions {

    private final Map<String, Place> places = new ConcurrentHashMap<>();

    /** Any thread: hands a request's commands to its client, behind what was handed over before; false if there is none such. */
    public boolean deliver(String secret, byte[] commands) {
        Place place = places.get(secret);
        if (place == null) {
            return false;
        }
        place.loop.execute(() -> place.client.received(commands));
        return true;
    }

    void add(String secret, LoopTasks loop, EmulatedClient client) {
        places.put(secret, new Place(loop, client));
    }

    void remove(String secret) {
        places.remove(secret);
    }

    private record Place(LoopTasks loop, EmulatedClient client) {}
}
