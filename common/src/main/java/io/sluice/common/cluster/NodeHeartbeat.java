package io.sluice.common.cluster;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's record in the registry alive: writes it every second, so that it outlives four lost writes, at once when
 * Redis has come back after an outage, and removes it at the stop. A node that dies is gone from the registry within 5 s.
 *
 * <p>Threading: all methods from any thread; the record is made on an event loop.
 */
@ThreadSafe
public final class NodeHeartbeat implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(NodeHeartbeat.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration TTL = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final NodeRegistry registry;
    private final LongFunction<NodeRecord> recordOfSequence;
    private final Duration interval;

    /* All below is guarded by this object's lock, which is held only to make and to hand over a command; so no write can
    slip in behind the removal. */
    private boolean running;
    private boolean lost;
    private long timer;
    private long sequence;
    private String id = "";

    /**
     * @param recordOfSequence makes the record to write from the number of the heartbeat (1, 2, …); called on an event
     *     loop or by {@link #start}, and must be quick
     */
    public NodeHeartbeat(Vertx vertx, NodeRegistry registry, LongFunction<NodeRecord> recordOfSequence) {
        this(vertx, registry, recordOfSequence, INTERVAL);
    }

    NodeHeartbeat(Vertx vertx, NodeRegistry registry, LongFunction<NodeRecord> recordOfSequence, Duration interval) {
        this.vertx = vertx;
        this.interval = interval;
        this.registry = registry;
        this.recordOfSequence = recordOfSequence;
        registry.onReachable(this::beat);
    }

    @Override
    public String name() {
        return "node heartbeat";
    }

    /** Begins to write; completes when the first write has ended, well or not. */
    @Override
    public synchronized Future<Void> start() {
        running = true;
        timer = vertx.setPeriodic(interval.toMillis(), tick -> beat());
        return write().transform(this::noted);
    }

    /** Ends the writing and removes the record; without Redis it is left to expire. Never fails. */
    @Override
    public synchronized Future<Void> stop() {
        if (!running) {
            return Future.succeededFuture();
        }
        running = false;
        vertx.cancelTimer(timer);
        return registry.remove(id).recover(cause -> {
            LOG.debug("the node record is left to expire", cause);
            return Future.succeededFuture();
        });
    }

    /** Writes the record now instead of at the next beat, for something in it that others should know at once. */
    public synchronized void beat() {
        if (running) {
            write().onComplete(this::noted);
        }
    }

    private Future<Void> write() {
        try {
            sequence++;
            NodeRecord record = recordOfSequence.apply(sequence);
            id = record.id();
            return registry.put(record, TTL);
        } catch (RuntimeException fault) {
            return Future.failedFuture(fault);
        }
    }

    private synchronized Future<Void> noted(AsyncResult<Void> written) {
        if (written.failed() && running && !lost) {
            lost = true;
            LOG.warn("the node record cannot be written: node={} cause={}", id, String.valueOf(written.cause()));
        } else if (written.succeeded() && lost) {
            lost = false;
            LOG.info("the node record is written again: node={}", id);
        }
        return Future.succeededFuture();
    }
}
