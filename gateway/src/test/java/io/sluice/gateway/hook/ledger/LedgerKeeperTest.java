package io.sluice.gateway.hook.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.Payload;
import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.hook.ledger.memory.MemoryBook;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerKeeperTest {

    private static final Duration TTL = Duration.ofMillis(60);

    private final Vertx vertx = Vertx.vertx();
    private final MemoryBook book = new MemoryBook(System::nanoTime);
    private final FailingLedger ledger = new FailingLedger(book.of("n"));
    private final AtomicBoolean hasRoom = new AtomicBoolean(true);
    private final List<HookClient> lost = new CopyOnWriteArrayList<>();
    private final LedgerKeeper keeper = new LedgerKeeper(vertx, ledger, TTL, hasRoom::get, lost::add);

    @AfterEach
    void stopTimers() {
        Outcomes.of(vertx.close());
    }

    private static HookClient client(String id) {
        return new HookClient(id, "u", "websocket", false, Payload.EMPTY, Map.of(), Map.of());
    }

    private void deadNodeWith(String... clients) {
        ConnectionLedger dead = book.of("dead");
        Outcomes.of(dead.renew(Duration.ofNanos(1)));
        Outcomes.of(
                dead.put(List.of(clients).stream().map(LedgerKeeperTest::client).toList()));
    }

    @Test
    void clientsOfADeadNodeAreReportedOnceEach() {
        deadNodeWith("a", "b");

        Outcomes.of(keeper.start());

        await().until(() -> lost.size() == 2);
        assertThat(lost).containsExactlyInAnyOrder(client("a"), client("b"));
        int renewals = ledger.renewals.get();
        await().until(() -> ledger.renewals.get() > renewals + 2);
        assertThat(lost).hasSize(2);
    }

    @Test
    void nothingIsClaimedBeforeOthersHadTheTimeToSayThatTheyLive() {
        deadNodeWith("a");

        Outcomes.of(keeper.start());

        await().until(() -> !lost.isEmpty());
        assertThat(ledger.renewals.get()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void nothingIsClaimedWhileMoreCannotBeTold() {
        hasRoom.set(false);
        deadNodeWith("a");
        Outcomes.of(keeper.start());
        await().until(() -> ledger.renewals.get() > 8);
        assertThat(lost).isEmpty();

        hasRoom.set(true);

        await().until(() -> lost.size() == 1);
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenLater() {
        Outcomes.of(keeper.start());
        ledger.failing.set(true);
        keeper.opened(client("a"));
        keeper.opened(client("b"));
        keeper.told("b");
        ledger.failing.set(false);

        int renewals = ledger.renewals.get();
        await().until(() -> ledger.renewals.get() > renewals + 1);

        Outcomes.of(keeper.stop());
        assertThat(Outcomes.of(book.of("other").claim(10))).containsExactly(client("a"));
    }

    @Test
    void pageThatWasLostIsWrittenAnew() {
        Outcomes.of(keeper.start());
        keeper.opened(client("a"));
        Outcomes.of(book.of("n").clear());
        Outcomes.of(book.of("n").leave());

        int renewals = ledger.renewals.get();
        await().until(() -> ledger.renewals.get() > renewals + 1);

        Outcomes.of(keeper.stop());
        assertThat(Outcomes.of(book.of("other").claim(10))).containsExactly(client("a"));
    }

    @Test
    void headersAreNotKept() {
        keeper.opened(new HookClient(
                "a", "u", "websocket", false, Payload.EMPTY, Map.of("cookie", "secret"), Map.of("authorization", "t")));

        Outcomes.of(book.of("n").leave());

        assertThat(Outcomes.of(book.of("other").claim(10))).containsExactly(client("a"));
    }

    /** A ledger that is out of reach while the test says so. */
    private static final class FailingLedger implements ConnectionLedger {

        private final ConnectionLedger ledger;
        private final AtomicBoolean failing = new AtomicBoolean();
        private final AtomicInteger renewals = new AtomicInteger();

        private FailingLedger(ConnectionLedger ledger) {
            this.ledger = ledger;
        }

        private <T> Future<T> orFail(Future<T> outcome) {
            return failing.get() ? Future.failedFuture(new IllegalStateException("out of reach")) : outcome;
        }

        @Override
        public Future<Boolean> renew(Duration ttl) {
            renewals.incrementAndGet();
            return orFail(ledger.renew(ttl));
        }

        @Override
        public Future<Void> put(Collection<HookClient> clients) {
            return failing.get() ? orFail(Future.succeededFuture()) : ledger.put(clients);
        }

        @Override
        public Future<Void> remove(Collection<String> clientIds) {
            return failing.get() ? orFail(Future.succeededFuture()) : ledger.remove(clientIds);
        }

        @Override
        public Future<Void> clear() {
            return failing.get() ? orFail(Future.succeededFuture()) : ledger.clear();
        }

        @Override
        public Future<List<HookClient>> claim(int limit) {
            return orFail(ledger.claim(limit));
        }

        @Override
        public Future<Void> leave() {
            return orFail(ledger.leave());
        }
    }
}
