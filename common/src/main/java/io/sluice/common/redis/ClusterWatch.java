package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the table of a cluster's slots up to date: it asks every 10 s, every second while something is amiss, and soon when somebody
 * says that the table is wrong, but after each answer not for 100 ms.
 */
@EventLoopConfined
final class ClusterWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

    private static final long TICK_MILLIS = 1000;
    private static final int TICKS_PER_QUESTION = 10;

    /** A thousand commands that are told of the same move must not ask a thousand times. */
    private static final long PAUSE_MILLIS = 100;

    private final Vertx vertx;
    private final ClusterTopology topology;
    private final Function<SlotTable, Future<Void>> changes;
    private final BooleanSupplier amiss;
    private final Runnable ticked;
    private List<RedisAddress> masters = List.of();
    private boolean asking;
    private boolean wanted;
    private boolean stopped;
    private int ticks;
    private long timer;

    /* Why the last question failed, so that a lasting reason is logged once; empty while there are answers. */
    private String lastFailure = "";

    /**
     * Not asking yet.
     *
     * @param changes takes each table, and completes when the next one may come
     * @param amiss whether the present table seems to be wrong
     * @param ticked called each second
     */
    ClusterWatch(
            Vertx vertx,
            ClusterTopology topology,
            Function<SlotTable, Future<Void>> changes,
            BooleanSupplier amiss,
            Runnable ticked) {
        this.vertx = vertx;
        this.topology = topology;
        this.changes = changes;
        this.amiss = amiss;
        this.ticked = ticked;
    }

    /** Begins; completes when the first question has been answered and its table taken, or nobody answered. */
    Future<Void> start() {
        timer = vertx.setPeriodic(TICK_MILLIS, id -> tick());
        return ask();
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** Somebody has reason to believe that the table has changed. */
    void soon() {
        if (asking) {
            wanted = true;
        } else if (!stopped) {
            ask().onComplete(asked -> {});
        }
    }

    private void tick() {
        ticks++;
        ticked.run();
        if (ticks % TICKS_PER_QUESTION == 0 || !lastFailure.isEmpty() || amiss.getAsBoolean()) {
            soon();
        }
    }

    private Future<Void> ask() {
        asking = true;
        wanted = false;
        return topology.ask()
                .compose(this::take)
                .onFailure(this::failed)
                .transform(asked -> Future.<Void>succeededFuture())
                .onComplete(asked -> vertx.setTimer(PAUSE_MILLIS, id -> rested()));
    }

    private void rested() {
        asking = false;
        if (wanted) {
            soon();
        }
    }

    private Future<Void> take(SlotTable table) {
        lastFailure = "";
        if (!masters.equals(table.masters())) {
            masters = table.masters();
            LOG.info(
                    "redis cluster: masters={}",
                    masters.stream().map(RedisAddress::endpoint).toList());
        }
        return changes.apply(table);
    }

    private void failed(Throwable cause) {
        String failure = String.valueOf(cause.getMessage());
        if (!stopped && !failure.equals(lastFailure)) {
            LOG.warn("redis cluster not known, will keep asking: cause={}", failure);
        }
        lastFailure = failure;
    }
}
