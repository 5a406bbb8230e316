package io.sluice.gateway.metrics;

/** What one event loop counts; summed over the loops when somebody looks. */
public final class LoopCounters {

    /** Open client connections. */
    public final LoopCounter connections = new LoopCounter();
    /** Subscriptions of all clients. */
    public final LoopCounter subscriptions = new LoopCounter();
    /** Channels with a subscriber on this loop. */
    public final LoopCounter channels = new LoopCounter();
    /** Publications that reached this loop from the broker. */
    public final LoopCounter received = new LoopCounter();
    /** Publications handed to clients' sockets or queues. */
    public final LoopCounter delivered = new LoopCounter();
    /** Commands taken from clients. */
    public final LoopCounter commands = new LoopCounter();
    /** Replies, pushes and pings written to clients. */
    public final LoopCounter messagesOut = new LoopCounter();
    /** Bytes written to clients, framing included, TLS not. */
    public final LoopCounter bytesOut = new LoopCounter();
    /** Bytes of messages received from clients, framing not included. */
    public final LoopCounter bytesIn = new LoopCounter();
    /** Connections closed because their queue was full. */
    public final LoopCounter slowDisconnects = new LoopCounter();
    /** How late the loop's last timer tick came, in nanoseconds. */
    public final LoopCounter lagNanos = new LoopCounter();
}
