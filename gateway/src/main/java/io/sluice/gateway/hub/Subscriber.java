package io.sluice.gateway.hub;

/**
 * Receives the publications of the channels it subscribed to; the port by which the hub knows sessions.
 *
 * <p>Threading: called on the loop of the {@link HubShard} that it subscribed at.
 */
public interface Subscriber {

    /** What its connection speaks; never changes. */
    WireFormat format();

    /**
     * Sends {@code frame} on, or queues it with a reference of its own. Must not throw, and must not flush: that happens once
     * for all of a batch, through {@link FlushList}. It may cancel subscriptions, its own or others'.
     */
    void deliver(SharedFrame frame);
}
