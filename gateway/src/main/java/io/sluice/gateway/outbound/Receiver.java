package io.sluice.gateway.outbound;

/** Takes the publications of one channel or of several; on one event loop. */
public interface Receiver {

    /**
     * Sends {@code publication} on, as {@code options} say, or keeps it for later. Must not throw, and must not flush: that
     * happens once for all of a batch. It may cancel subscriptions, its own or others'.
     */
    void deliver(Message publication, DeliveryOptions options);

    /** Sends on that somebody joined or left the channel, if its client wants to know; otherwise like {@link #deliver}. */
    default void change(Message joinOrLeave) {}
}
