package io.sluice.loadtest.scenario;

import io.sluice.common.threading.ThreadSafe;
import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.ClientSpec;
import io.sluice.loadtest.load.LoadClient;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that subscribe and then never read, with a small receive buffer. One that notices that the server has ended its
 * connection comes back at once, as SDKs do; without reading it notices a reset, and not a close frame. Their loop is their
 * own, so that nothing of theirs is counted in the run.
 *
 * <p>Threading: as {@link Companion}.
 */
@ThreadSafe
final class SlowReaders implements Companion {
    /** So small that the kernel holds next to nothing for them. */
    private static final int RECEIVE_BUFFER_BYTES = 4_096;

    private static final long READY_SECONDS = 20;

    private final int count;
    private final LoadTarget target;
    private final GatewayInsight insight;
    private final ClientLoops loops;
    private final AtomicLong disconnected = new AtomicLong();
    private volatile boolean stopped;
    private volatile OptionalLong liveHeap = OptionalLong.empty();

    /** So many for one run; 0 for none. */
    SlowReaders(int count, LoadTarget target, TimeSource time) {
        this.count = count;
        this.target = target;
        this.insight = GatewayInsight.into(target);
        this.loops = ClientLoops.start(1, time);
    }

    /** How often one has noticed that the server ended its connection. */
    long disconnected() {
        return disconnected.get();
    }

    /** Of the gateways at the end of the window, with all clients there; empty when they are not ours. */
    OptionalLong liveHeap() {
        return liveHeap;
    }

    @Override
    public void beforeFeed(LoadShape shape, ChannelNames names) throws IOException {
        List<URI> urls = target.webSocketUrls();
        for (int i = 0; i < count; i++) {
            int number = shape.connections() + i;
            ClientSpec spec = ClientSpec.fromTheBeginning(
                            urls.get(i % urls.size()),
                            number,
                            names,
                            shape.plan().subscriptions(number),
                            shape.payload())
                    .joiningMidway()
                    .withReceiveBuffer(RECEIVE_BUFFER_BYTES);
            await(open(spec));
        }
    }

    private CompletableFuture<LoadClient> open(ClientSpec spec) {
        LoadClient client = loops.open(spec);
        var unused = client.ended().thenAccept(ending -> {
            if (!stopped) {
                disconnected.incrementAndGet();
                var unusedAgain = open(spec);
            }
        });
        return client.ready().whenComplete((ready, failure) -> {
            if (failure == null) {
                ready.stopReading();
            }
        });
    }

    private static void await(CompletableFuture<LoadClient> opening) throws IOException {
        try {
            opening.get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("a slow client cannot subscribe: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while slow clients subscribed", e);
        }
    }

    @Override
    public void feedStarts(long startNanos) {}

    @Override
    public void feedEnds() throws IOException, InterruptedException {
        if (insight.known()) {
            liveHeap = OptionalLong.of(insight.liveHeapBytes());
        }
    }

    @Override
    public void runEnds() {
        stopped = true;
        loops.close();
    }
}
