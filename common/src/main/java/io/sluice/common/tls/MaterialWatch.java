package io.sluice.common.tls;

import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at certificates, keys and authorities again and again, and hands on what is new and good. What is bad is reported once and
 * changes nothing: the last good material stays in use.
 *
 * <p>It compares content and not the time of a change, so that files that are replaced by a symbolic link, as Kubernetes does with
 * secrets, are noticed like any other. New content is judged when two looks have found the same: a certificate may already be there
 * when its key is not.
 *
 * <p>Threading: any thread; files are read by a worker.
 */
@ThreadSafe
final class MaterialWatch {

    private static final Logger LOG = LoggerFactory.getLogger(MaterialWatch.class);

    private final Vertx vertx;
    private final MaterialSource source;
    private final Duration interval;
    private final Consumer<TlsMaterial> whenNew;
    private final LongAdder reloads = new LongAdder();
    private final LongAdder failures = new LongAdder();

    // Guarded by this: what is in use, what was judged last, and what was seen last, which is judged when it is seen
    // again.
    private List<String> used;
    private List<String> judged;
    private List<String> seen;
    private boolean stopped;
    private Future<?> looking = Future.succeededFuture();

    /** Volatile: replaced whole by a look, read by whoever asks. */
    private volatile TlsMaterial material;

    /**
     * Reads everything for the first time; blocks.
     *
     * @param whenNew called by a worker thread with each later material
     * @throws TlsException if there is anything wrong with it
     */
    MaterialWatch(Vertx vertx, MaterialSource source, Duration interval, Consumer<TlsMaterial> whenNew) {
        this.vertx = vertx;
        this.source = source;
        this.interval = interval;
        this.whenNew = whenNew;
        used = source.read();
        judged = used;
        seen = used;
        material = source.parse(used);
    }

    TlsMaterial material() {
        return material;
    }

    /** Times that new material came into use. */
    long reloads() {
        return reloads.sum();
    }

    /** Times that new material was no good. */
    long failures() {
        return failures.sum();
    }

    /** Begins to look, unless the interval is zero. */
    void start() {
        if (!interval.isZero()) {
            vertx.setTimer(interval.toMillis(), elapsed -> begin());
        }
    }

    /** Looks no more; completes when the look under way, if any, is over. */
    synchronized Future<Void> stop() {
        stopped = true;
        return looking.mapEmpty();
    }

    private synchronized void begin() {
        if (!stopped) {
            looking = vertx.executeBlocking(() -> {
                        look();
                        return "";
                    })
                    .onFailure(fault -> LOG.error("Certificates could not be looked at", fault))
                    .onComplete(looked -> start());
        }
    }

    /** One look at the content; blocks while files are read. */
    synchronized void look() {
        List<String> now;
        try {
            now = source.read();
        } catch (TlsException unreadable) {
            judge(List.of(String.valueOf(unreadable.getMessage())), unreadable);
            return;
        }
        judge(now, null);
    }

    private void judge(List<String> content, @Nullable TlsException unreadable) {
        boolean settled = content.equals(seen);
        seen = content;
        if (!settled || content.equals(judged)) {
            return;
        }
        judged = content;
        if (unreadable != null) {
            refuse(unreadable);
        } else if (!content.equals(used)) {
            use(content);
        }
    }

    private void use(List<String> content) {
        try {
            TlsMaterial fresh = source.parse(content);
            whenNew.accept(fresh);
            material = fresh;
            used = content;
            reloads.increment();
            LOG.info("Certificates were renewed: {}", fresh.summary());
        } catch (TlsException bad) {
            refuse(bad);
        }
    }

    private void refuse(TlsException bad) {
        failures.increment();
        LOG.error("New certificates are not used, the old ones stay: {}", bad.getMessage());
    }
}
