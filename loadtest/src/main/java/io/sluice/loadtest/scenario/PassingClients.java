package io.sluice.loadtest.scenario;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.ClientSpec;
import io.sluice.loadtest.load.LoadClient;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Clients that come at an even rate while the feed runs, subscribe what a client of the load would, and leave after a while.
 * What they miss between their first and their last publication counts as the run's.
 *
 * <p>Threading: as {@link Companion}; the clients come and go on a thread of their own.
 */
@ThreadSafe
final class PassingClients implements Companion {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    private final double rate;
    private final Duration stay;
    private final LoadTarget target;
    private final ClientLoops loops;
    private final TimeSource time;
    private final Arrivals arrivals;
    private @Nullable Thread runner; // Touched only by the thread of the run.
    private volatile long opened; // Written by the thread of the clients.
    private volatile boolean stopped; // Written by the thread of the run.

    private record Visit(LoadClient client, long leaveNanos) {}

    /**
     * Clients of one run.
     *
     * @param rate of clients a second
     * @param stay of each, from when it was due
     */
    PassingClients(double rate, Duration stay, LoadTarget target, ClientLoops loops, TimeSource time) {
        this.rate = rate;
        this.stay = stay;
        this.target = target;
        this.loops = loops;
        this.time = time;
        this.arrivals = new Arrivals(time);
    }

    /** How they got on; complete when the run is over. */
    Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public void beforeFeed(LoadShape shape, ChannelNames names) {
        runner = new Thread(() -> comeAndGo(shape, names), "passing-clients");
    }

    @Override
    public void feedStarts(long startNanos) {
        Thread thread = runner;
        if (thread != null) {
            thread.start();
        }
    }

    /** Waits for those who have just come, else the end of the run would cut them off. */
    @Override
    public void feedEnds() throws IOException, InterruptedException {
        runEnds();
        Thread thread = runner;
        if (thread != null) {
            thread.join(STOP_PATIENCE.toMillis());
        }
        long deadline = time.nanos() + STOP_PATIENCE.toNanos();
        while (arrivals.open(opened) > 0 && time.nanos() < deadline) {
            time.sleepUntil(time.nanos() + POLL.toNanos());
        }
    }

    @Override
    public void runEnds() {
        stopped = true;
        Thread thread = runner;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void comeAndGo(LoadShape shape, ChannelNames names) {
        OpenLoopSchedule schedule = new OpenLoopSchedule(time.nanos(), rate);
        Queue<Visit> visits = new ArrayDeque<>();
        try {
            for (int i = 0; !stopped; i++) {
                long due = schedule.dueNanos(i);
                closeUntil(due, visits);
                time.sleepUntil(due);
                LoadClient client = loops.open(client(shape.connections() + i, shape, names));
                opened = i + 1L;
                arrivals.expect(client, due);
                visits.add(new Visit(client, due + stay.toNanos()));
            }
        } catch (InterruptedException e) {
            // That is how the run tells that it is over; the thread ends with it.
        }
        visits.forEach(PassingClients::leave);
    }

    /** Lets those leave that are due until then, each at its time. */
    private void closeUntil(long deadlineNanos, Queue<Visit> visits) throws InterruptedException {
        for (Visit next = visits.peek(); next != null && next.leaveNanos() <= deadlineNanos; next = visits.peek()) {
            time.sleepUntil(next.leaveNanos());
            leave(visits.remove());
        }
    }

    private ClientSpec client(int number, LoadShape shape, ChannelNames names) {
        List<URI> urls = target.webSocketUrls();
        return ClientSpec.fromTheBeginning(
                        urls.get(number % urls.size()),
                        number,
                        names,
                        shape.plan().subscriptions(number),
                        shape.payload())
                .joiningMidway();
    }

    /** Closes it, but not before it has been let in, so that nobody fails for having too little time. */
    private static void leave(Visit visit) {
        var unused = visit.client()
                .ready()
                .orTimeout(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .whenComplete((ready, failure) -> visit.client().close());
    }
}
