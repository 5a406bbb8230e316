package io.sluice.gateway;

import static java.util.Objects.requireNonNull;

import io.sluice.common.metrics.LoopWatch;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.drain.DrainedLoop;
import io.sluice.gateway.loop.LoopTasks;
import io.sluice.gateway.loop.TimerWheel;
import io.sluice.gateway.metrics.LoopCounters;
import io.sluice.gateway.metrics.WorstLately;
import io.sluice.gateway.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One event loop of the node: its sessions and timers, and its share of the client port's connections. */
@EventLoopConfined
final class GatewayLoop extends VerticleBase implements DrainedLoop {

    /** Time that clients who slipped in behind the drain have to answer their close. */
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    /** Time that API requests have to end, once nothing new is accepted: as long as Redis has for a command. */
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(5);

    /** What the stop of all loops takes at most. */
    static final Duration STOP_TIMEOUT = GOODBYE.plus(LAST_REQUESTS).plusSeconds(4);

    /** Lags that a heartbeat, which comes once a second, is to tell the worst of. */
    private static final int TICKS_PER_SECOND = 10;

    private final GatewayParts parts;
    private final LoopCounters counters;
    private final LongSupplier nanoTime;
    private final TimerWheel timers = new TimerWheel();
    private final WorstLately worstLag = new WorstLately(TICKS_PER_SECOND);
    private final Sessions sessions;
    private final LoopWatch watch;

    // Set by start().
    private @Nullable LoopTasks tasks;
    private @Nullable HttpServer server;

    GatewayLoop(GatewayParts parts, int index, LongSupplier nanoTime) {
        this.parts = parts;
        this.counters = parts.metrics().addLoop();
        this.nanoTime = nanoTime;
        this.sessions = new Sessions(parts.users(), counters, nanoTime);
        this.watch = LoopWatch.of(TimerWheel.TICK, nanoTime, counters.delays);
        parts.metrics().add(watch, index);
    }

    @Override
    public Future<?> start() {
        LoopTasks loop = new LoopTasks(context);
        tasks = loop;
        long tickMillis = TimerWheel.TICK.toMillis();
        watch.begin();
        vertx.setPeriodic(tickMillis, timer -> tick());
        return parts.clientServer(vertx, loop, nanoTime, timers, sessions, counters)
                .onSuccess(listening -> server = listening);
    }

    private void tick() {
        counters.worstLagNanos.set(worstLag.after(watch.tick()));
        sessions.age();
        timers.tick();
    }

    /** Any thread: the port that clients connect to, once started. */
    int port() {
        return requireNonNull(server).actualPort();
    }

    @Override
    public int connections() {
        return (int) counters.connections.get();
    }

    @Override
    public int staying() {
        return counters.staying();
    }

    @Override
    public void disconnectSome(int count) {
        requireNonNull(tasks)
                .execute(() ->
                        counters.drained.add(sessions.disconnectSome(count, DisconnectCode.SHUTDOWN.disconnect())));
    }

    /** Accepts nothing any more, and lets requests end that are under way. */
    @Override
    public Future<?> stop() {
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(LAST_REQUESTS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Any thread: tells every client to go elsewhere; completes when all have gone or had {@link #GOODBYE} for it. */
    Future<Void> closeClients() {
        Promise<Void> gone = Promise.promise();
        requireNonNull(tasks).execute(() -> {
            sessions.disconnectAll(DisconnectCode.SHUTDOWN);
            awaitEmpty(gone, nanoTime.getAsLong() + GOODBYE.toNanos());
        });
        return gone.future();
    }

    private void awaitEmpty(Promise<Void> gone, long deadlineNanos) {
        if (sessions.isEmpty() || nanoTime.getAsLong() - deadlineNanos > 0) {
            gone.complete();
        } else {
            timers.start(new TimerWheel.Timer(() -> awaitEmpty(gone, deadlineNanos)), TimerWheel.TICK);
        }
    }
}
