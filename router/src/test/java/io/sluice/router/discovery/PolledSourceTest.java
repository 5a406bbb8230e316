package io.sluice.router.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.router.ManualClock;
import io.sluice.router.backend.Backend;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolledSourceTest {

    private static final Duration INTERVAL = Duration.ofMillis(5);

    private final Vertx vertx = Vertx.vertx();
    private final ManualClock clock = new ManualClock();
    private final AtomicInteger readings = new AtomicInteger();
    private final ConcurrentLinkedDeque<DiscoveredBackends> told = new ConcurrentLinkedDeque<>();

    /** What the registry says next. */
    private volatile Future<List<NodeRecord>> answer = Future.succeededFuture(List.of());

    private final PolledSource<List<NodeRecord>> discovery =
            new PolledSource<>(vertx, new RegistryInquiry(this::list, reason -> {}), INTERVAL, clock, told::add);

    @AfterEach
    void close() throws Exception {
        discovery.stop();
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void theStartCompletesWhenTheFirstReadingIsThere() throws TimeoutException {
        answer = Future.succeededFuture(List.of(TestNodes.node("n1")));
        start();
        assertThat(told).isNotEmpty();
        assertThat(ids(told.getFirst())).containsExactly("n1");
    }

    @Test
    void aRegistryThatIsDownDoesNotKeepItFromStarting() throws TimeoutException {
        answer = Future.failedFuture("down");
        start();
        assertThat(told.getFirst()).isEqualTo(new DiscoveredBackends(List.of(), true));
    }

    @Test
    void changesAreSeenWithoutAsking() throws TimeoutException {
        start();
        answer = Future.succeededFuture(List.of(TestNodes.node("n2")));
        await().until(() -> ids(told.getLast()).contains("n2"));
    }

    @Test
    void whileTheRegistryIsDownTheKnownBackendsStayAndAreStale() throws TimeoutException {
        answer = Future.succeededFuture(List.of(TestNodes.node("n1")));
        start();
        answer = Future.failedFuture("down");
        await().until(() -> told.getLast().stale());
        clock.advance(Duration.ofMinutes(10));
        assertThat(ids(told.getLast())).containsExactly("n1");
        assertThat(discovery.age()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void whenTheRegistryIsBackNothingIsStaleAndTheAgeIsSmall() throws TimeoutException {
        answer = Future.failedFuture("down");
        start();
        clock.advance(Duration.ofSeconds(30));
        answer = Future.succeededFuture(List.of(TestNodes.node("n1")));
        await().until(() -> !told.getLast().stale());
        assertThat(discovery.age()).isZero();
    }

    @Test
    void itReadsNoMoreOnceStopped() throws TimeoutException {
        start();
        discovery.stop().await(30, TimeUnit.SECONDS);
        await().pollDelay(INTERVAL.multipliedBy(4)).until(() -> {
            int before = readings.get();
            vertx.timer(4 * INTERVAL.toMillis(), TimeUnit.MILLISECONDS).await(30, TimeUnit.SECONDS);
            return readings.get() == before;
        });
    }

    private void start() throws TimeoutException {
        discovery.start().await(30, TimeUnit.SECONDS);
    }

    private Future<List<NodeRecord>> list() {
        readings.incrementAndGet();
        return answer;
    }

    private static List<String> ids(DiscoveredBackends discovered) {
        return discovered.backends().stream().map(Backend::id).toList();
    }
}
