package io.sluice.gateway;

import io.sluice.common.cluster.NodeAccess;
import io.sluice.common.cluster.NodeCapacity;
import io.sluice.common.cluster.NodePressure;
import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.gateway.session.NodeIdentity;
import io.sluice.gateway.session.UserCounts;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Composes what this node tells the registry about itself. */
@ThreadSafe
final class NodeStatus {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final String EVERY_IPV4_ADDRESS = "0.0.0.0";
    private static final String EVERY_ADDRESS = "::";
    private static final String LOOPBACK = "127.0.0.1";

    private final NodeIdentity identity;
    private final GatewaySettings settings;
    private final IntSupplier port;
    private final GatewayMetrics metrics;
    private final UserCounts users;
    private final IntSupplier channels;
    private final BooleanSupplier draining;
    private final long startedUnixMillis;
    private final LongSupplier nanoTime;
    private final long startedNanos;
    private final HeapFloor heap = HeapFloor.ofThisProcess();

    // Guarded by this: the last record's figures, for the rate between two.
    private long lastDelivered;
    private long lastNanos;
    private double messagesPerSecond;

    /**
     * @param port asked only after the client port is open
     * @param channels number of channels with a subscriber on this node
     */
    NodeStatus(
            NodeIdentity identity,
            GatewaySettings settings,
            IntSupplier port,
            GatewayMetrics metrics,
            UserCounts users,
            IntSupplier channels,
            BooleanSupplier draining,
            long startedUnixMillis,
            LongSupplier nanoTime) {
        this.identity = identity;
        this.settings = settings;
        this.port = port;
        this.metrics = metrics;
        this.users = users;
        this.channels = channels;
        this.draining = draining;
        this.startedUnixMillis = startedUnixMillis;
        this.nanoTime = nanoTime;
        this.startedNanos = nanoTime.getAsLong();
        this.lastNanos = startedNanos;
    }

    /** The record of one heartbeat. */
    synchronized NodeRecord heartbeat(long sequence) {
        heap.look();
        long nowNanos = nanoTime.getAsLong();
        long delivered = metrics.sum(loop -> loop.delivered.get());
        if (nowNanos > lastNanos) {
            messagesPerSecond = (delivered - lastDelivered) * NANOS_PER_SECOND / (nowNanos - lastNanos);
            lastDelivered = delivered;
            lastNanos = nowNanos;
        }
        return record(sequence);
    }

    /** The node as it is now, for those that ask between two heartbeats. */
    synchronized NodeRecord now() {
        return record(1);
    }

    private NodeRecord record(long sequence) {
        return new NodeRecord(
                identity.id(),
                name(),
                host(),
                port.getAsInt(),
                startedUnixMillis,
                sequence,
                (int) metrics.sum(loop -> loop.connections.get()),
                (int) metrics.sum(loop -> loop.subscriptions.get()),
                channels.getAsInt(),
                messagesPerSecond,
                metrics.worstLag().toNanos() / 1e6,
                draining.getAsBoolean(),
                identity.version(),
                users.size(),
                new NodePressure(metrics.sum(loop -> loop.queuedBytes.get()), heap.lowest()),
                new NodeCapacity(
                        settings.client().connectionLimit(),
                        settings.client().connectionRateLimit(),
                        TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startedNanos)),
                new NodeAccess(
                        settings.node().zone(),
                        settings.node().publicUrl(),
                        settings.httpServer().tls().enabled()));
    }

    private String name() {
        String name = settings.node().name();
        return name.isEmpty() ? host() + ":" + port.getAsInt() : name;
    }

    /** The address that routers connect to. */
    private String host() {
        String advertised = settings.node().address();
        if (!advertised.isEmpty()) {
            return advertised;
        }
        String bound = settings.httpServer().address();
        return bound.equals(EVERY_IPV4_ADDRESS) || bound.equals(EVERY_ADDRESS) ? LOOPBACK : bound;
    }
}
