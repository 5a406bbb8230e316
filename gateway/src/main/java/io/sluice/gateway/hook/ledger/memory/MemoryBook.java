package io.sluice.gateway.hook.ledger.memory;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.hook.ledger.ConnectionLedger;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A ledger in this process, which ends with it: for nodes that have no others beside them. */
@ThreadSafe
public final class MemoryBook {

    private final LongSupplier nanoTime;

    // Guarded by this.
    private final Map<String, Page> pages = new HashMap<>();

    /** Clients of one node, and until when it is taken for alive. */
    private static final class Page {

        private final Map<String, HookClient> clients = new HashMap<>();
        private boolean renewed;
        private long endNanos;

        private boolean overdue(long now) {
            return renewed && now - endNanos > 0;
        }
    }

    public MemoryBook(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The page of a node. */
    public ConnectionLedger of(String node) {
        return new NodeLedger(node);
    }

    private synchronized boolean renew(String node, Duration ttl) {
        long now = nanoTime.getAsLong();
        Page page = page(node);
        boolean missed = !page.renewed || page.overdue(now);
        page.renewed = true;
        page.endNanos = now + ttl.toNanos();
        return missed;
    }

    private synchronized void put(String node, Collection<HookClient> clients) {
        clients.forEach(client -> page(node).clients.put(client.id(), client));
    }

    private synchronized void remove(String node, Collection<String> clientIds) {
        page(node).clients.keySet().removeAll(clientIds);
    }

    private synchronized void clear(String node) {
        page(node).clients.clear();
    }

    private synchronized List<HookClient> claim(String node, int limit) {
        long now = nanoTime.getAsLong();
        List<HookClient> claimed = new ArrayList<>();
        for (Iterator<Map.Entry<String, Page>> all = pages.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Page> entry = all.next();
            if (!entry.getKey().equals(node) && entry.getValue().overdue(now)) {
                take(entry.getValue(), claimed, limit);
                if (entry.getValue().clients.isEmpty()) {
                    all.remove();
                }
            }
        }
        put(node, claimed);
        return claimed;
    }

    private static void take(Page page, List<HookClient> claimed, int limit) {
        Iterator<HookClient> clients = page.clients.values().iterator();
        while (clients.hasNext() && claimed.size() < limit) {
            claimed.add(clients.next());
            clients.remove();
        }
    }

    private synchronized void leave(String node) {
        Page page = page(node);
        page.renewed = true;
        page.endNanos = nanoTime.getAsLong() - 1;
    }

    private Page page(String node) {
        return pages.computeIfAbsent(node, absent -> new Page());
    }

    /** The book as one node sees it. */
    private final class NodeLedger implements ConnectionLedger {

        private final String node;

        private NodeLedger(String node) {
            this.node = node;
        }

        @Override
        public Future<Boolean> renew(Duration ttl) {
            return Future.succeededFuture(MemoryBook.this.renew(node, ttl));
        }

        @Override
        public Future<Void> put(Collection<HookClient> clients) {
            MemoryBook.this.put(node, clients);
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> remove(Collection<String> clientIds) {
            MemoryBook.this.remove(node, clientIds);
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> clear() {
            MemoryBook.this.clear(node);
            return Future.succeededFuture();
        }

        @Override
        public Future<List<HookClient>> claim(int limit) {
            return Future.succeededFuture(MemoryBook.this.claim(node, limit));
        }

        @Override
        public Future<Void> leave() {
            MemoryBook.this.leave(node);
            return Future.succeededFuture();
        }
    }
}
