package io.sluice.router.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.router.backend.Backend;
import io.sluice.router.backend.BackendAddress;
import io.sluice.router.discovery.DiscoveredBackends;
import io.sluice.router.health.CheckResult;
import io.sluice.router.health.HealthCheckSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthChecksTest {

    private static final HealthCheckSettings SETTINGS = new HealthCheckSettings(
            HealthCheckSettings.Mode.CONNECT, 0, "/", Duration.ofMillis(100), Duration.ofMillis(100), 2, 1);

    /** Answers as it is told, or not until it is told; counts. */
    private static final class ScriptedProbe implements Probe {
        private final Map<String, CheckResult> results = new ConcurrentHashMap<>();
        private final Queue<Promise<CheckResult>> held = new ConcurrentLinkedQueue<>();
        private final Queue<String> asked = new ConcurrentLinkedQueue<>();
        private volatile boolean holding;

        @Override
        public Future<CheckResult> check(BackendAddress address) {
            asked.add(address.host());
            if (holding) {
                Promise<CheckResult> promise = Promise.promise();
                held.add(promise);
                return promise.future();
            }
            CheckResult result = results.getOrDefault(address.host(), CheckResult.PASSED);
            return result == CheckResult.FAILED ? Future.failedFuture("refused") : Future.succeededFuture(result);
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedProbe probe = new ScriptedProbe();
    private final Queue<CheckResult> counted = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedDeque<DiscoveredBackends> told = new ConcurrentLinkedDeque<>();
    private final HealthChecks checks =
            new HealthChecks(vertx, probe, SETTINGS, counted::add, new SplittableRandom(1), told::add);

    @AfterEach
    void close() throws TimeoutException {
        checks.stop().await(30, TimeUnit.SECONDS);
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void whatIsDiscoveredIsUsedBeforeAnythingIsChecked() throws TimeoutException {
        DiscoveredBackends discovered = new DiscoveredBackends(List.of(backend("a")), true);
        checks.discovered(discovered);
        checks.start().await(30, TimeUnit.SECONDS);
        assertThat(told.getFirst()).isEqualTo(discovered);
    }

    @Test
    void aBackendThatFailsTwiceIsFailingAndTheOthersAreNot() {
        probe.results.put("a", CheckResult.FAILED);
        discover("a", "b");
        await().until(() -> told.getLast().failing().equals(Set.of("a")));
        assertThat(counted).contains(CheckResult.FAILED);
        assertThat(told.getLast().backends()).extracting(Backend::id).containsExactly("a", "b");
    }

    @Test
    void aBackendThatPassesAgainIsUsedAgain() {
        probe.results.put("a", CheckResult.FAILED);
        discover("a");
        await().until(() -> !told.getLast().failing().isEmpty());
        probe.results.put("a", CheckResult.PASSED);
        await().until(() -> told.getLast().failing().isEmpty());
    }

    @Test
    void aBackendThatSaysSoIsDraining() {
        probe.results.put("a", CheckResult.DRAINING);
        discover("a", "b");
        await().until(() -> told.getLast().backends().get(0).draining());
        assertThat(told.getLast().backends().get(1).draining()).isFalse();
        assertThat(told.getLast().failing()).isEmpty();
    }

    @Test
    void aBackendThatMovedIsAnotherOne() {
        probe.results.put("a", CheckResult.FAILED);
        discover("a");
        await().until(() -> !told.getLast().failing().isEmpty());
        checks.discovered(
                new DiscoveredBackends(List.of(new Backend("a", new BackendAddress("b", 1), false, null)), false));
        await().until(() -> told.getLast().backends().get(0).address().host().equals("b"));
        assertThat(told.getLast().failing()).isEmpty();
    }

    @Test
    void checksOfOneBackendNeverOverlapAndOnlySoManyRunTogether() {
        probe.holding = true;
        discover(IntStream.range(0, HealthChecks.MOST_AT_A_TIME + 20)
                .mapToObj(i -> "host" + i)
                .toArray(String[]::new));
        await().until(() -> probe.asked.size() == HealthChecks.MOST_AT_A_TIME);
        assertThat(probe.asked).doesNotHaveDuplicates();
        probe.held.remove().complete(CheckResult.PASSED);
        await().until(() -> probe.asked.size() == HealthChecks.MOST_AT_A_TIME + 1);
    }

    @Test
    void whoIsGoneIsCheckedNoMore() {
        discover("a", "b");
        await().until(() -> probe.asked.contains("a") && probe.asked.contains("b"));
        checks.discovered(new DiscoveredBackends(List.of(backend("b")), false));
        await().until(() -> told.getLast().backends().size() == 1);
        long before = probe.asked.stream().filter("a"::equals).count();
        int seen = probe.asked.size();
        await().until(() -> probe.asked.size() >= seen + 5);
        assertThat(probe.asked.stream().filter("a"::equals).count()).isEqualTo(before);
    }

    private void discover(String... ids) {
        checks.discovered(new DiscoveredBackends(
                Stream.of(ids).map(HealthChecksTest::backend).toList(), false));
        await().until(() -> !told.isEmpty());
    }

    private static Backend backend(String id) {
        return new Backend(id, new BackendAddress(id, 1), false, null);
    }
}
