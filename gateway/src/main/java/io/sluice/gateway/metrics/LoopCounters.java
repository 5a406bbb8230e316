package io.sluice.gateway.metrics;

/** What one event loop counts; summed over the loops when somebody looks. */
public final class LoopCounters {

    /** Open client connections. */
    public final LoopCounter connections = new LoopCounter();
    /** Those of them whose session is over: a client that was told to go and has not answered yet. */
    public final LoopCounter leaving = new LoopCounter();
    /** Connections closed because the node drains. */
    public final LoopCounter drained = new LoopCounter();
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
    /** Frames of protocol messages written to clients; several messages may share one. */
    public final LoopCounter framesOut = new LoopCounter();
    /** Bytes written to clients, framing included, TLS not. */
    public final LoopCounter bytesOut = new LoopCounter();
    /** Messages that this loop compressed, whatever the number of their receivers. */
    public final LoopCounter deflatedMessages = new LoopCounter();
    /** Bytes of these messages before they were compressed. */
    public final LoopCounter deflatedPlainBytes = new LoopCounter();
    /** Bytes of these messages compressed. */
    public final LoopCounter deflatedBytes = new LoopCounter();
    /** Bytes of messages received from clients, framing not included; of compressed ones what they inflate to. */
    public final LoopCounter bytesIn = new LoopCounter();
    /** Connections closed because their queue was full. */
    public final LoopCounter slowDisconnects = new LoopCounter();
    /** Publications dropped because a slow client's queue was full. */
    public final LoopCounter slowDropped = new LoopCounter();
    /** Publications that a newer one replaced while they waited for a slow client. */
    public final LoopCounter conflated = new LoopCounter();
    /** Publications that a newer one replaced because the client's rate allowed no more. */
    public final LoopCounter rateLimited = new LoopCounter();
    /** Connections closed because their client took nothing for the write time-out. */
    public final LoopCounter writeTimeouts = new LoopCounter();
    /** Subscriptions whose client had missed publications, and was told. */
    public final LoopCounter insufficient = new LoopCounter();
    /** How late the loop's last timer tick came, in nanoseconds. */
    public final LoopCounter lagNanos = new LoopCounter();
    /** The worst of these of the last second or two, in nanoseconds. */
    public final LoopCounter worstLagNanos = new LoopCounter();
    /** Bytes that wait for clients whose sockets take no more. */
    public final LoopCounter queuedBytes = new LoopCounter();
    /** Connections closed because they had lasted as long as they may. */
    public final LoopCounter aged = new LoopCounter();

    /** Any thread: connections of clients that have not been told to go. */
    public int staying() {
        return (int) (connections.get() - leaving.get());
    }
}
