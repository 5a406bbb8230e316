package io.sluice.gateway.subscription;

import io.sluice.common.metrics.LoopCounter;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.loop.Delays;
import io.sluice.gateway.outbound.DeliveryOptions;
import io.sluice.gateway.outbound.Message;
import io.sluice.gateway.outbound.Receiver;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One subscription whose client wants no more than so many publications a second: between two of them only the latest is kept.
 *
 * <p>The first publication after a pause goes out at once. Two never follow each other within the interval; they may be some
 * milliseconds further apart.
 */
@EventLoopConfined
final class RateLimit implements Receiver, Delays.Due {

    private final Receiver receiver;
    private final Delays delays;
    private final long intervalNanos;
    private final LoopCounter superseded;

    private boolean waiting;
    private boolean cancelled;
    // What goes out when the wait is over.
    private @Nullable Message latest;
    private DeliveryOptions options = DeliveryOptions.PROMPT;

    /**
     * @param publicationsPerSecond above 0
     * @param superseded counts the publications that a later one replaced
     */
    RateLimit(Receiver receiver, double publicationsPerSecond, Delays delays, LoopCounter superseded) {
        this.receiver = receiver;
        this.delays = delays;
        this.intervalNanos = Math.round(TimeUnit.SECONDS.toNanos(1) / publicationsPerSecond) + Delays.ROUND_NANOS;
        this.superseded = superseded;
    }

    @Override
    public void deliver(Message publication, DeliveryOptions channelOptions) {
        if (!waiting) {
            pass(publication, channelOptions);
            return;
        }
        if (latest != null) {
            superseded.add(1);
        }
        latest = publication;
        options = channelOptions;
    }

    /** The subscription has ended: what waits is not sent. */
    void cancel() {
        cancelled = true;
        latest = null;
    }

    @Override
    public void due() {
        waiting = false;
        Message publication = latest;
        if (publication != null && !cancelled) {
            latest = null;
            pass(publication, options);
        }
    }

    private void pass(Message publication, DeliveryOptions channelOptions) {
        waiting = true;
        delays.add(this, intervalNanos);
        receiver.deliver(publication, channelOptions);
    }
}
