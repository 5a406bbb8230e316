package io.sluice.gateway.hook.http;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.hook.HookEvent;
import io.sluice.gateway.hook.HookSettings;
import io.sluice.gateway.hook.ledger.ConnectionLedger;
import io.sluice.gateway.hook.ledger.LedgerKeeper;
import io.sluice.gateway.metrics.HookCounters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells back ends of connections and subscriptions that ended. A connection stands in the ledger from its beginning until a back
 * end has been told of its end, so that another node can tell if this one cannot.
 *
 * <p>The id of a disconnect event follows from that of the client, whoever tells it, so repeats are recognised across nodes.
 */
@ThreadSafe
final class LifecycleEvents {

    private static final Logger log = LoggerFactory.getLogger(LifecycleEvents.class);

    /** How the end of a client is told whose node is gone. */
    static final Disconnect NODE_GONE = new Disconnect(3000, "connection lost (node gone)");

    /** How long a stop waits for events to be told; the ledger keeps what is left. */
    private static final long DRAIN_SECONDS = 5;

    private final Backends backends;
    private final LongSupplier unixMillis;
    private final LongSupplier nanoTime;
    private final Map<Backend, EventQueue> queues = new HashMap<>();
    private final @Nullable LedgerKeeper keeper;

    LifecycleEvents(
            Vertx vertx,
            Backends backends,
            HookSettings settings,
            ConnectionLedger ledger,
            HookCounters counters,
            LongSupplier unixMillis,
            LongSupplier nanoTime) {
        this.backends = backends;
        this.unixMillis = unixMillis;
        this.nanoTime = nanoTime;
        for (Backend backend : backends.all()) {
            EventQueue queue = new EventQueue(vertx, backend, settings, nanoTime, counters, this::over);
            queues.put(backend, queue);
            counters.watch(backend.label(), backend::inFlight, () -> backend.breakerOpen() ? 1 : 0, queue::size);
        }
        this.keeper = backends.find(HookEvent.DISCONNECT, "")
                .map(backend -> new LedgerKeeper(
                        vertx,
                        ledger,
                        settings.ledgerTtl(),
                        () -> queue(backend).size() < settings.eventQueueSize() / 2,
                        client -> disconnected(client, NODE_GONE)))
                .orElse(null);
    }

    Future<Void> start() {
        return keeper == null ? Future.succeededFuture() : keeper.start();
    }

    /** Tells what can be told within 5 s. Never fails. */
    Future<Void> stop() {
        List<Future<Void>> queued =
                queues.values().stream().map(EventQueue::empty).toList();
        return Future.all(queued)
                .timeout(DRAIN_SECONDS, TimeUnit.SECONDS)
                .<Void>mapEmpty()
                .recover(late -> {
                    int left =
                            queues.values().stream().mapToInt(EventQueue::size).sum();
                    log.warn("events not told before the stop, other nodes tell of connections only count={}", left);
                    return Future.succeededFuture();
                })
                .compose(drained -> keeper == null ? Future.succeededFuture() : keeper.stop());
    }

    void connected(HookClient client) {
        if (keeper != null) {
            keeper.opened(client);
        }
    }

    void disconnected(HookClient client, Disconnect disconnect) {
        backends.find(HookEvent.DISCONNECT, "").ifPresent(backend -> {
            HookMessage message = HookMessage.about(backend.endpoint(), client)
                    .text("event_id", "disconnect-" + client.id())
                    .number("time", unixMillis.getAsLong())
                    .number("code", disconnect.code())
                    .text("reason", disconnect.reason());
            offer(backend, HookEvent.DISCONNECT, client, message);
        });
    }

    void unsubscribed(String hook, HookClient client, String channel, int code, String reason) {
        backends.find(HookEvent.UNSUBSCRIBE, hook).ifPresent(backend -> {
            HookMessage message = HookMessage.about(backend.endpoint(), client)
                    .text("event_id", "unsubscribe-" + UUID.randomUUID())
                    .number("time", unixMillis.getAsLong())
                    .text("channel", channel)
                    .number("code", code)
                    .text("reason", reason);
            offer(backend, HookEvent.UNSUBSCRIBE, client, message);
        });
    }

    /** Headers of a handshake long past are not passed on: they are in no ledger, so they would come with some events only. */
    private void offer(Backend backend, HookEvent event, HookClient client, HookMessage message) {
        HookClient withoutHeaders = new HookClient(
                client.id(), client.user(), client.transport(), client.binary(), client.meta(), Map.of(), Map.of());
        queue(backend).offer(new LifecycleEvent(event, withoutHeaders, nanoTime.getAsLong(), message.toBuffer()));
    }

    private EventQueue queue(Backend backend) {
        EventQueue queue = queues.get(backend);
        if (queue == null) {
            throw new IllegalStateException("every back end has a queue");
        }
        return queue;
    }

    private void over(LifecycleEvent event) {
        if (keeper != null && event.event() == HookEvent.DISCONNECT) {
            keeper.told(event.client().id());
        }
    }
}
