package io.sluice.gateway.hub;

import io.sluice.gateway.outbound.DeliveryOptions;
import io.sluice.gateway.outbound.Message;

/**
 * Receives the publications of the channels it subscribed to; the port by which the hub knows sessions.
 *
 * <p>Threading: called on the loop of the {@link HubShard} that it subscribed at.
 */
public interface Subscriber {

    /**
     * Sends {@code publication} on, as {@code options} say, or keeps it for later. Must not throw, and must not flush: that
     * happens once for all of a batch. It may cancel subscriptions, its own or others'.
     */
    void deliver(Message publication, DeliveryOptions options);

    /**
     * The broker has ended the channel, and with it this subscription, which is cancelled already: the client is to subscribe
     * again.
     */
    void lost(String channel);

    /** The subscription was cancelled: nothing of it may be sent any more. */
    default void cancelled() {}
}
