package io.sluice.router.probe;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.router.backend.Backend;
import io.sluice.router.discovery.DiscoveredBackends;
import io.sluice.router.health.CheckResult;
import io.sluice.router.health.CheckedHealth;
import io.sluice.router.health.HealthCheckSettings;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks each backend that is known, again and again, and passes on what discovery says with what the checks say: a
 * backend that fails them is marked as failing, one that says that it drains is draining.
 *
 * <p>Checks of one backend never overlap; the next is due a jittered interval after the last one has ended, the first at
 * a random moment within an interval. At most {@link #MOST_AT_A_TIME} run together; those that are due then wait.
 *
 * <p>Threading: {@link #discovered}, {@link #start} and {@link #stop} from any thread; all else, the listener included, on
 * one event loop, chosen at construction.
 */
@ThreadSafe
public final class HealthChecks implements Service {

    /** Few enough to cost a router nothing, enough for 1,000 backends of which many do not answer at all. */
    static final int MOST_AT_A_TIME = 64;

    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

    /** The part of an interval by which checks are early or late, so that routers do not fall into step. */
    private static final double JITTER = 0.1;

    /** A backend under watch; another object if it has moved, so that an old result is not taken for the new one's. */
    private static final class Checked {
        private final Backend backend;
        private CheckedHealth health = CheckedHealth.UNCHECKED;

        Checked(Backend backend) {
            this.backend = backend;
        }
    }

    private final Vertx vertx;
    private final Context context;
    private final Probe probe;
    private final HealthCheckSettings settings;
    private final ProbeEvents events;
    private final RandomGenerator random;
    private final Consumer<DiscoveredBackends> listener;

    /** Volatile because a stop may come from any thread. */
    private volatile boolean stopped;

    /* All below is touched only on the event loop. */
    private final Map<String, Checked> byId = new HashMap<>();
    private final Queue<Checked> due = new ArrayDeque<>();
    private int running;
    private DiscoveredBackends known = new DiscoveredBackends(List.of(), false);

    /**
     * @param listener gets each snapshot, on the event loop
     */
    public HealthChecks(
            Vertx vertx,
            Probe probe,
            HealthCheckSettings settings,
            ProbeEvents events,
            RandomGenerator random,
            Consumer<DiscoveredBackends> listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.probe = probe;
        this.settings = settings;
        this.events = events;
        this.random = random;
        this.listener = listener;
    }

    @Override
    public String name() {
        return "health checks";
    }

    /** Completes when the listener knows what this was told before. */
    @Override
    public Future<Void> start() {
        Promise<Void> told = Promise.promise();
        context.runOnContext(here -> told.complete());
        return told.future();
    }

    @Override
    public Future<Void> stop() {
        stopped = true;
        return probe.close();
    }

    /** Takes over what discovery knows; also before the start. */
    public void discovered(DiscoveredBackends backends) {
        context.runOnContext(here -> {
            if (!stopped) {
                take(backends);
            }
        });
    }

    private void take(DiscoveredBackends backends) {
        known = backends;
        byId.keySet().retainAll(backends.backends().stream().map(Backend::id).collect(Collectors.toSet()));
        for (Backend backend : backends.backends()) {
            Checked before = byId.get(backend.id());
            if (before == null || !before.backend.address().equals(backend.address())) {
                Checked added = new Checked(backend);
                byId.put(backend.id(), added);
                long first = 1 + random.nextLong(settings.interval().toMillis());
                vertx.setTimer(first, timer -> checkIsDue(added));
            }
        }
        tell();
    }

    private boolean isWatched(Checked checked) {
        return !stopped && byId.get(checked.backend.id()) == checked;
    }

    private void checkIsDue(Checked checked) {
        due.add(checked);
        checkNext();
    }

    private void checkNext() {
        while (running < MOST_AT_A_TIME && !due.isEmpty()) {
            Checked next = due.remove();
            if (isWatched(next)) {
                running++;
                probe.check(next.backend.address())
                        .onComplete(result -> context.runOnContext(back -> ended(next, result)));
            }
        }
    }

    private void ended(Checked checked, AsyncResult<CheckResult> outcome) {
        running--;
        if (isWatched(checked)) {
            CheckResult result = outcome.succeeded() ? outcome.result() : CheckResult.FAILED;
            events.checked(result);
            judge(checked, result, outcome);
            double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
            vertx.setTimer((long) (settings.interval().toMillis() * factor), timer -> checkIsDue(checked));
        }
        checkNext();
    }

    private void judge(Checked checked, CheckResult result, AsyncResult<CheckResult> outcome) {
        CheckResult before = checked.health.verdict();
        checked.health = checked.health.after(result, settings.unhealthyAfter(), settings.healthyAfter());
        CheckResult now = checked.health.verdict();
        if (now != before) {
            LOG.info(
                    "The health of a backend has changed: backend={} before={} now={} cause={}",
                    checked.backend.id(),
                    before,
                    now,
                    outcome.failed() ? String.valueOf(outcome.cause()) : "its answer");
            tell();
        }
    }

    private void tell() {
        Set<String> failing = new HashSet<>();
        List<Backend> backends = known.backends().stream()
                .map(backend -> judged(backend, failing))
                .toList();
        listener.accept(new DiscoveredBackends(backends, known.stale(), failing));
    }

    private Backend judged(Backend backend, Set<String> failing) {
        Checked checked = byId.get(backend.id());
        CheckResult verdict = checked == null ? CheckResult.PASSED : checked.health.verdict();
        if (verdict == CheckResult.FAILED) {
            failing.add(backend.id());
        }
        return verdict == CheckResult.DRAINING ? backend.withDraining(true) : backend;
    }
}
