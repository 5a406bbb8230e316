package io.sluice.router.discovery;

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
 * A source that is asked again and again: the registry, or DNS.
 *
 * <p>Threading: {@link #start}, {@link #stop} and {@link #age} from any thread. The asking and the listener run on one
 * event loop, chosen at construction.
 *
 * @param <A> what is answered
 */
@ThreadSafe
public final class PolledSource<A> implements BackendSource {

    private static final Logger LOG = LoggerFactory.getLogger(PolledSource.class);

    private final Vertx vertx;
    private final Context context;
    private final BackendInquiry<A> inquiry;
    private final Duration interval;
    private final LongSupplier nanoClock;
    private final Consumer<DiscoveredBackends> listener;

    /** Written on the event loop, read at scrape; volatile for that reader. */
    private volatile long answeredNanos;

    /** Volatile because a stop may come from any thread. */
    private volatile boolean stopped;

    /** Touched only on the event loop. */
    private boolean stale;

    /**
     * @param interval pause between an answer and the next question
     * @param nanoClock a clock like {@link System#nanoTime}
     * @param listener gets each snapshot, on the event loop
     */
    public PolledSource(
            Vertx vertx,
            BackendInquiry<A> inquiry,
            Duration interval,
            LongSupplier nanoClock,
            Consumer<DiscoveredBackends> listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.inquiry = inquiry;
        this.interval = interval;
        this.nanoClock = nanoClock;
        this.listener = listener;
        this.answeredNanos = nanoClock.getAsLong();
    }

    @Override
    public String name() {
        return "discovery";
    }

    /** Completes after the first question, whether it was answered or not. */
    @Override
    public Future<Void> start() {
        Promise<Void> firstAnswer = Promise.promise();
        context.runOnContext(start -> ask(firstAnswer));
        return firstAnswer.future();
    }

    @Override
    public Future<Void> stop() {
        stopped = true;
        return inquiry.close();
    }

    @Override
    public Duration age() {
        return Duration.ofNanos(nanoClock.getAsLong() - answeredNanos);
    }

    private void ask(Promise<Void> firstAnswer) {
        if (stopped) {
            firstAnswer.tryComplete();
            return;
        }
        inquiry.ask()
                .onComplete(answer -> context.runOnContext(back -> {
                    if (!stopped) {
                        learn(answer);
                        vertx.setTimer(interval.toMillis(), timer -> ask(firstAnswer));
                    }
                    firstAnswer.tryComplete();
                }));
    }

    private void learn(AsyncResult<A> answer) {
        listener.accept(answer.succeeded() ? answered(answer.result()) : unanswered(answer.cause()));
    }

    private DiscoveredBackends answered(A answer) {
        answeredNanos = nanoClock.getAsLong();
        List<Backend> backends = inquiry.answered(answer, answeredNanos);
        if (stale) {
            LOG.info("{} is back: backends={}", inquiry.who(), backends.size());
        }
        stale = false;
        return new DiscoveredBackends(backends, false);
    }

    private DiscoveredBackends unanswered(Throwable cause) {
        List<Backend> backends = inquiry.unanswered();
        if (!stale) {
            LOG.warn(
                    "{} does not answer, going on with what is known: backends={} cause={}",
                    inquiry.who(),
                    backends.size(),
                    String.valueOf(cause));
        }
        stale = true;
        return new DiscoveredBackends(backends, true);
    }
}
