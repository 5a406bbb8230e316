package io.sluice.gateway.hub;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.EventLoopConfined;

/** One subscriber's place in one channel of a {@link HubShard}; {@link #cancel} gives it up. */
@EventLoopConfined
public final class Subscription {

    private final LocalChannel channel;
    private final Subscriber subscriber;

    // Index in the channel's dense array; kept by the channel.
    private int slot;
    private boolean cancelled;

    Subscription(LocalChannel channel, Subscriber subscriber) {
        this.channel = channel;
        this.subscriber = subscriber;
    }

    /** Ends deliveries at once, also in the middle of a fan-out. Cancelling twice is as good as once. */
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            channel.remove(this);
            subscriber.cancelled();
        }
    }

    /** The broker said that the channel's stream was here; nothing that a client says of it. */
    public void streamRead(StreamPosition top) {
        channel.streamRead(top);
    }

    Subscriber subscriber() {
        return subscriber;
    }

    boolean cancelled() {
        return cancelled;
    }

    int slot() {
        return slot;
    }

    void slot(int slot) {
        this.slot = slot;
    }
}
