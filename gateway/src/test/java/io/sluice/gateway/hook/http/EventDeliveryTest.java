package io.sluice.gateway.hook.http;

import static io.sluice.gateway.hook.http.HookFixture.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.hook.HookClient;
import io.sluice.gateway.hook.ledger.ConnectionLedger;
import io.sluice.gateway.hook.ledger.memory.MemoryBook;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events reach a back end at least once, for as long as settings allow. */
class EventDeliveryTest {

    private static final Disconnect GONE = new Disconnect(3000, "connection closed");

    private final Vertx vertx = Vertx.vertx();
    private final MemoryBook book = new MemoryBook(System::nanoTime);
    private TestBackend backend;
    private HookFixture fixture;

    @BeforeEach
    void startBackend() {
        backend = new TestBackend(vertx).answers(204, "");
    }

    @AfterEach
    void stopAll() {
        fixture.close();
        backend.close();
        Outcomes.of(vertx.close());
    }

    private HttpHooks hooks(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "client.proxy.disconnect.enabled=true",
                "client.proxy.disconnect.endpoint=" + backend.url(),
                "client.proxy.disconnect.http_headers=cookie",
                "channel.proxy.unsubscribe.endpoint=" + backend.url()));
        settings.addAll(List.of(more));
        fixture = new HookFixture(vertx, book.of("n1"), settings.toArray(String[]::new));
        return fixture.hooks();
    }

    private static HookClient client(int number) {
        return new HookClient("c" + number, "", "sse", false, Payload.EMPTY, Map.of(), Map.of());
    }

    /** An event is counted first, then struck out of the ledger, and leaves the queue last. */
    private void awaitWaiting(int events) {
        await().until(() -> fixture.gauge("events.waiting", "default/disconnect") == events);
    }

    /** What another node would find of this one. */
    private List<HookClient> leftBehind() {
        ConnectionLedger peer = book.of("n2");
        Outcomes.of(book.of("n1").leave());
        return Outcomes.of(peer.claim(1000));
    }

    @Test
    void eventIsToldAgainUntilItIsTakenUnderTheSameId() {
        AtomicInteger calls = new AtomicInteger();
        backend.behaves((message, request) -> request.response()
                .setStatusCode(calls.incrementAndGet() < 3 ? 500 : 200)
                .end());

        hooks().disconnected(CLIENT, GONE);

        await().until(() -> fixture.events("delivered") == 1);
        assertThat(backend.received()).hasSize(3);
        assertThat(backend.received().stream().map(TestBackend.Received::body).distinct())
                .hasSize(1);
    }

    @Test
    void eventThatTheBackendCannotTakeDoesNotHoldUpTheOthers() {
        backend.behaves((message, request) -> request.response()
                .setStatusCode(message.body().contains("\"c0\"") ? 500 : 200)
                .end());
        HttpHooks hooks = hooks();

        for (int i = 0; i < 50; i++) {
            hooks.disconnected(client(i), GONE);
        }

        await().until(() -> fixture.events("delivered") == 49);
        awaitWaiting(1);
        backend.answers(200, "");
        await().until(() -> fixture.events("delivered") == 50);
    }

    @Test
    void eventThatNobodyTakesInTimeIsGivenUpAndCounted() {
        backend.answers(500, "");
        HttpHooks hooks = hooks("hooks.event_retry_for=0s");
        hooks.connected(CLIENT);

        hooks.disconnected(CLIENT, GONE);

        await().until(() -> fixture.events("given_up") == 1);
        awaitWaiting(0);
        assertThat(leftBehind()).isEmpty();
    }

    @Test
    void eventsBeyondTheBoundAreDroppedAndCounted() {
        backend.behaves((message, request) -> {});
        HttpHooks hooks = hooks("hooks.event_queue_size=20", "client.proxy.disconnect.timeout=200ms");

        for (int i = 0; i < 25; i++) {
            hooks.disconnected(client(i), GONE);
        }

        assertThat(fixture.events("dropped")).isEqualTo(5);
        assertThat(fixture.gauge("events.waiting", "default/disconnect")).isEqualTo(20);
        backend.answers(200, "");
    }

    @Test
    void headersOfTheHandshakeDoNotGoWithEvents() {
        hooks().disconnected(CLIENT, GONE);

        await().until(() -> fixture.events("delivered") == 1);
        assertThat(backend.last().headers()).doesNotContainKey("cookie");
    }

    @Test
    void connectionStandsInTheLedgerUntilItsEndWasTold() {
        HttpHooks hooks = hooks();
        hooks.connected(client(1));
        hooks.connected(client(2));

        hooks.disconnected(client(1), GONE);

        await().until(() -> fixture.events("delivered") == 1);
        awaitWaiting(0);
        assertThat(leftBehind()).containsExactly(client(2));
    }

    @Test
    void unsubscribedEventsLeaveTheLedgerAlone() {
        HttpHooks hooks = hooks();
        hooks.connected(client(1));

        hooks.unsubscribed("", client(1), "news", 0, "");

        await().until(() -> fixture.events("delivered") == 1);
        assertThat(leftBehind()).containsExactly(client(1));
    }

    @Test
    void withoutADisconnectHookNothingStandsInTheLedger() {
        fixture = new HookFixture(vertx, book.of("n1"), "channel.proxy.unsubscribe.endpoint=" + backend.url());

        fixture.hooks().connected(CLIENT);
        fixture.hooks().disconnected(CLIENT, GONE);

        assertThat(leftBehind()).isEmpty();
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void stopTellsWhatIsLeft() {
        HttpHooks hooks = hooks();
        for (int i = 0; i < 100; i++) {
            hooks.disconnected(client(i), GONE);
        }

        Outcomes.of(hooks.stop());

        assertThat(backend.received()).hasSize(100);
    }
}
