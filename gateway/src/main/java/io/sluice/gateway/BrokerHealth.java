package io.sluice.gateway;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.broker.Broker;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Whether the broker's state lets this node take new clients.
 *
 * <p>A node that never reached its broker is not ready. Later outages count only when they last: every node sees Redis go at
 * the same moment, and if all became unready at once, those who come would find no node at all instead of one that serves
 * them as soon as Redis is back.
 */
@ThreadSafe
final class BrokerHealth {

    /** Longer than a restart or failover of Redis takes; a network that split off this node alone stays so for longer. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Broker broker;
    private final LongSupplier nanoTime;

    // Guarded by this.
    private boolean everReady;
    private OptionalLong unreadySinceNanos = OptionalLong.empty();

    BrokerHealth(Broker broker, LongSupplier nanoTime) {
        this.broker = broker;
        this.nanoTime = nanoTime;
    }

    /** Why the node is not ready; empty if it is. An outage begins with the first call that notices it. */
    synchronized Optional<String> check() {
        if (broker.ready()) {
            everReady = true;
            unreadySinceNanos = OptionalLong.empty();
            return Optional.empty();
        }
        if (!everReady) {
            return Optional.of("the broker has not been reached yet");
        }
        long now = nanoTime.getAsLong();
        long since = unreadySinceNanos.orElse(now);
        unreadySinceNanos = OptionalLong.of(since);
        return now - since < PATIENCE.toNanos()
                ? Optional.empty()
                : Optional.of("the broker has been unreachable for more than " + PATIENCE.toSeconds() + " s");
    }
}
