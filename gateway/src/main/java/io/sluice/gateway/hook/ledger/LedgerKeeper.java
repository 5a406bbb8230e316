package io.sluice.gateway.hook.ledger;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.hook.HookClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's page of the ledger: renews it three times within its time to live, writes it anew after an outage in which
 * something was missed, and claims the pages of nodes that are gone.
 *
 * <p>Nothing is claimed before this node has renewed its own page without a break for as long as a page lives: after an outage of
 * Redis every page is overdue, and the nodes must have had the time to say that they live.
 *
 * <p>Limits: {@value #CLAIMED_AT_ONCE} clients are claimed a second, so that the end of a full node is spread over the others.
 */
@ThreadSafe
public final class LedgerKeeper {

    private static final Logger log = LoggerFactory.getLogger(LedgerKeeper.class);

    /** Clients that one node claims in one round. */
    static final int CLAIMED_AT_ONCE = 1000;

    /** Entries in one command; keeps Redis from being occupied by one node. */
    private static final int WRITTEN_AT_ONCE = 500;

    private static final int RENEWALS_PER_TTL = 3;
    private static final long LONGEST_CLAIM_PAUSE_MILLIS = 1000;

    private final Vertx vertx;
    private final ConnectionLedger ledger;
    private final Duration ttl;
    private final BooleanSupplier hasRoom;
    private final Consumer<HookClient> lost;
    private final Map<String, HookClient> untold = new ConcurrentHashMap<>();
    private final AtomicBoolean incomplete = new AtomicBoolean();
    private final AtomicInteger renewalsInRow = new AtomicInteger();
    private final AtomicBoolean claiming = new AtomicBoolean();
    private final List<Long> timers = new ArrayList<>();

    /**
     * A keeper that is not at work yet.
     *
     * @param ttl after which a page is overdue, from its last renewal
     * @param hasRoom whether more clients can be told of; nothing is claimed meanwhile
     * @param lost is told of clients that another node had, and this one must tell of now; on any thread
     */
    public LedgerKeeper(
            Vertx vertx, ConnectionLedger ledger, Duration ttl, BooleanSupplier hasRoom, Consumer<HookClient> lost) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.ttl = ttl;
        this.hasRoom = hasRoom;
        this.lost = lost;
    }

    /** Begins; completes when the first renewal has ended, well or not. */
    public Future<Void> start() {
        long renewMillis = ttl.toMillis() / RENEWALS_PER_TTL;
        long claimMillis = Math.min(LONGEST_CLAIM_PAUSE_MILLIS, renewMillis);
        synchronized (timers) {
            timers.add(vertx.setPeriodic(renewMillis, tick -> renew()));
            timers.add(vertx.setPeriodic(claimMillis, tick -> claim()));
        }
        return renew();
    }

    /** Ends; entries that are left become those of other nodes at once. Never fails. */
    public Future<Void> stop() {
        synchronized (timers) {
            timers.forEach(vertx::cancelTimer);
            timers.clear();
        }
        return ledger.leave().recover(cause -> {
            log.debug("the ledger page is left to expire", cause);
            return Future.succeededFuture();
        });
    }

    /** A client is here whose end must be told. */
    public void opened(HookClient client) {
        HookClient entry = withoutHeaders(client);
        untold.put(entry.id(), entry);
        note(ledger.put(List.of(entry)));
    }

    /** The end of a client has been told, or is told no longer. */
    public void told(String clientId) {
        if (untold.remove(clientId) != null) {
            note(ledger.remove(List.of(clientId)));
        }
    }

    private static HookClient withoutHeaders(HookClient client) {
        return new HookClient(
                client.id(), client.user(), client.transport(), client.binary(), client.meta(), Map.of(), Map.of());
    }

    private void note(Future<Void> written) {
        written.onFailure(cause -> {
            if (!incomplete.getAndSet(true)) {
                log.warn(
                        "the ledger of connections cannot be written, it is written anew later cause={}",
                        cause.toString());
            }
        });
    }

    private Future<Void> renew() {
        return ledger.renew(ttl)
                .compose(missed -> {
                    if (missed || incomplete.getAndSet(false)) {
                        rewrite();
                    }
                    if (missed) {
                        renewalsInRow.set(1);
                    } else {
                        renewalsInRow.updateAndGet(renewals -> Math.min(renewals + 1, RENEWALS_PER_TTL + 1));
                    }
                    return Future.<Void>succeededFuture();
                })
                .recover(cause -> {
                    renewalsInRow.set(0);
                    log.debug("the ledger page was not renewed", cause);
                    return Future.succeededFuture();
                });
    }

    /* Clients that come meanwhile write themselves behind this. */
    private void rewrite() {
        note(ledger.clear());
        List<HookClient> part = new ArrayList<>();
        for (HookClient client : untold.values()) {
            part.add(client);
            if (part.size() == WRITTEN_AT_ONCE) {
                rewrite(part);
                part.clear();
            }
        }
        rewrite(part);
    }

    /* A client that was told of while this was on its way is struck out again. */
    private void rewrite(List<HookClient> clients) {
        note(ledger.put(List.copyOf(clients)));
        List<String> toldMeanwhile = clients.stream()
                .map(HookClient::id)
                .filter(id -> !untold.containsKey(id))
                .toList();
        note(ledger.remove(toldMeanwhile));
    }

    private void claim() {
        if (renewalsInRow.get() <= RENEWALS_PER_TTL || !hasRoom.getAsBoolean() || claiming.getAndSet(true)) {
            return;
        }
        ledger.claim(CLAIMED_AT_ONCE).onComplete((claimed, failure) -> {
            claiming.set(false);
            if (failure != null) {
                log.debug("no pages of the ledger were claimed", failure);
            } else if (!claimed.isEmpty()) {
                log.info("clients of nodes that are gone are reported as lost count={}", claimed.size());
                claimed.forEach(client -> untold.put(client.id(), client));
                claimed.forEach(lost);
            }
        });
    }
}
