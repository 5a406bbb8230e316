package io.sluice.router.proxy;

import io.sluice.common.threading.EventLoopConfined;
import io.sluice.router.proxy.relay.Relay;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * The relays of one event loop, so that a router that stops can close them one after the other: clients that lose their
 * connection in the same moment come back in the same moment.
 *
 * <p>Limits: one entry for each relay.
 *
 * <p>Threading: confined to the event loop.
 */
@EventLoopConfined
final class OpenRelays {

    /** Pause between two slices; shorter would be no pause, longer would make the slices large. */
    private static final Duration SLICE_PAUSE = Duration.ofMillis(50);

    private final Vertx vertx;
    private final Set<Relay> open = new HashSet<>();

    OpenRelays(Vertx vertx) {
        this.vertx = vertx;
    }

    void add(Relay relay) {
        open.add(relay);
    }

    void remove(Relay relay) {
        open.remove(relay);
    }

    /** Closes all in even slices over {@code spread}; completes when the last was told to close. */
    Future<Void> closeAll(Duration spread) {
        Promise<Void> done = Promise.promise();
        long slices = Math.max(1, spread.toMillis() / SLICE_PAUSE.toMillis());
        closeSlices(slices, done);
        return done.future();
    }

    /** Closes all that are open now, whatever the spread; {@link #closeAll} notices a moment later. */
    void hurry() {
        close(open.size());
    }

    private void closeSlices(long slices, Promise<Void> done) {
        close((open.size() + slices - 1) / slices);
        if (open.isEmpty()) {
            done.complete();
        } else {
            vertx.setTimer(SLICE_PAUSE.toMillis(), next -> closeSlices(Math.max(1, slices - 1), done));
        }
    }

    private void close(long count) {
        Iterator<Relay> relays = open.iterator();
        for (long i = 0; i < count && relays.hasNext(); i++) {
            Relay relay = relays.next();
            relays.remove();
            relay.close();
        }
    }
}
