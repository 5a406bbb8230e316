package io.sluice.router.discovery;

import io.sluice.common.cluster.NodeRecord;
import io.sluice.common.lifecycle.Service;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.router.backend.Backend;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the registry again and again and tells what it learned. A registry that cannot be read is no failure: the
 * backends known last stay in use, marked stale, and the reading goes on.
 *
 * <p>Threading: {@link #start}, {@link #stop} and {@link #age} from any thread. The reading and the listener run on one
 * event loop, chosen at construction.
 */
@ThreadSafe
public final class RegistryDiscovery implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryDiscovery.class);

    private final Vertx vertx;
    private final Context context;
    private final NodeDirectory directory;
    private final Duration interval;
    private final LongSupplier nanoClock;
    private final Consumer<DiscoveredBackends> listener;
    private final KnownBackends known = new KnownBackends();

    /** Written on the event loop, read at scrape; volatile for that reader. */
    private volatile long answeredNanos;

    /** Volatile because a stop may come from any thread. */
    private volatile boolean stopped;

    /** Touched only on the event loop. */
    private boolean stale;

    /**
     * @param interval pause between an answer and the next question; half a heartbeat sees every report in time
     * @param nanoClock a clock like {@link System#nanoTime}
     * @param listener gets each snapshot, on the event loop
     */
    public RegistryDiscovery(
            Vertx vertx,
            NodeDirectory directory,
            Duration interval,
            LongSupplier nanoClock,
            Consumer<DiscoveredBackends> listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.directory = directory;
        this.interval = interval;
        this.nanoClock = nanoClock;
        this.listener = listener;
        this.answeredNanos = nanoClock.getAsLong();
    }

    @Override
    public String name() {
        return "discovery";
    }

    /** Completes after the first reading, whether it succeeded or not. */
    @Override
    public Future<Void> start() {
        Promise<Void> firstReading = Promise.promise();
        context.runOnContext(start -> read(firstReading));
        return firstReading.future();
    }

    @Override
    public Future<Void> stop() {
        stopped = true;
        return Future.succeededFuture();
    }

    /** Time since the registry last answered, or since the start if it never did. */
    public Duration age() {
        return Duration.ofNanos(nanoClock.getAsLong() - answeredNanos);
    }

    private void read(Promise<Void> firstReading) {
        if (stopped) {
            firstReading.tryComplete();
            return;
        }
        directory
                .list()
                .onComplete(answer -> context.runOnContext(back -> {
                    learn(answer);
                    firstReading.tryComplete();
                    vertx.setTimer(interval.toMillis(), timer -> read(firstReading));
                }));
    }

    private void learn(AsyncResult<List<NodeRecord>> answer) {
        listener.accept(answer.succeeded() ? answered(answer.result()) : unanswered(answer.cause()));
    }

    private DiscoveredBackends answered(List<NodeRecord> nodes) {
        if (stale) {
            LOG.info("Registry is back: nodes={}", nodes.size());
        }
        stale = false;
        answeredNanos = nanoClock.getAsLong();
        return new DiscoveredBackends(known.answered(nodes, answeredNanos), false);
    }

    private DiscoveredBackends unanswered(Throwable cause) {
        List<Backend> backends = known.unanswered();
        if (!stale) {
            LOG.warn("Registry does not answer, going on with what is known: backends={}", backends.size(), cause);
        }
        stale = true;
        return new DiscoveredBackends(backends, true);
    }
}
