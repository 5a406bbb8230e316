package io.sluice.gateway.hub;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.outbound.Receiver;

/**
 * Whoever subscribed to channels; the port by which the hub knows sessions.
 *
 * <p>Threading: called on the loop of the {@link HubShard} that it subscribed at.
 */
public interface Subscriber {

    /**
     * Who takes the publications; always the same. A fan-out goes from one of these to the next, and each object that it has to
     * look at on the way costs it a fetch from memory.
     */
    Receiver receiver();

    /**
     * The broker has ended the channel, and with it this subscription, which is cancelled already: the client is to subscribe
     * again.
     */
    void lost(String channel);

    /**
     * Where the channel's stream was a while ago: whoever has not come that far has missed something.
     *
     * @param look which look at a stream found that, see {@link PositionChecks#lastLook}
     */
    default void streamWasAt(StreamPosition position, long look) {}

    /** The subscription was cancelled: nothing of it may be sent any more. */
    default void cancelled() {}
}
