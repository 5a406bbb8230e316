package io.sluice.loadtest.scenario;

import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.cluster.ServerProcess;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.ProcessReading;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * What an idle connection costs: one gateway without Redis, and connections that have one subscription each and say
 * nothing but the pongs that they owe. The heap is counted in live bytes after full collections.
 *
 * <p>Threading: {@link #run} blocks its caller for a second per thousand connections and some more.
 */
@ThreadConfined
public final class IdleScenario {
    /** The most live heap that an idle connection with one subscription may take. */
    public static final int MAX_HEAP_BYTES = 6144;

    /** What an opening handshake a millisecond leaves of two shared cores for the rest. */
    private static final double CONNECTIONS_PER_SECOND = 1000;
    /** From one address there are some 28,000 ports to one server; this stays far below. */
    private static final int CONNECTIONS_PER_ADDRESS = 5000;

    private static final int OPENING_TIMEOUT_SECONDS = 60;

    private final int connections;
    private final TimeSource time;
    private final IntConsumer progress;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    /** Opens {@code connections}, telling now and then how many are open. */
    public IdleScenario(int connections, TimeSource time, IntConsumer progress) {
        if (connections < 1) {
            throw new IllegalArgumentException("expected 1 or more connections but was " + connections);
        }
        this.connections = connections;
        this.time = time;
        this.progress = progress;
    }

    /**
     * Runs it all.
     *
     * @throws IOException when the heap cannot be measured, or when connections fail or end early
     */
    public ScenarioResult run() throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        ClusterPlan plan = ClusterPlan.singleGateway().withSetting("client.insecure", "true");
        try (Cluster cluster = Cluster.start(plan)) {
            return measure(vertx, cluster.gateway(0));
        } finally {
            vertx.close().await();
        }
    }

    private ScenarioResult measure(Vertx vertx, ServerProcess gateway) throws IOException, InterruptedException {
        warmUp(vertx, gateway);
        long emptyHeap = gateway.liveHeapBytes();
        Optional<ProcessReading> empty = gateway.reading();
        List<WebSocketClient> sockets = openAll(vertx, gateway);
        Optional<ProcessReading> full = gateway.reading();
        long fullHeap = gateway.liveHeapBytes();
        if (closed.get() > 0) {
            throw new IOException(closed.get() + " of " + connections + " connections ended early");
        }
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(Measurement.bytes("live heap of the empty gateway", emptyHeap));
        measurements.add(Measurement.bytes("live heap with all connections", fullHeap));
        measurements.add(Measurement.bytesAtMost(
                MAX_HEAP_BYTES, "live heap per connection", perConnection(fullHeap - emptyHeap)));
        addResident(measurements, empty, full);
        return new ScenarioResult(
                "idle",
                connections + " idle connections with one subscription each, through " + sockets.size()
                        + " local addresses, on one gateway",
                measurements);
    }

    private void addResident(
            List<Measurement> measurements, Optional<ProcessReading> empty, Optional<ProcessReading> full) {
        if (empty.isPresent() && full.isPresent()) {
            long before = empty.get().residentBytes();
            long after = full.get().residentBytes();
            measurements.add(Measurement.bytes("resident memory of the empty gateway", before));
            measurements.add(Measurement.bytes("resident memory with all connections", after));
            measurements.add(Measurement.bytes("resident memory per connection", perConnection(after - before)));
        }
    }

    private long perConnection(long bytes) {
        return Math.round((double) bytes / connections);
    }

    /** One connection that comes and goes, so that what is loaded only once is not counted as a connection's. */
    private static void warmUp(Vertx vertx, ServerProcess gateway) throws IOException {
        WebSocketClient sockets = ProtocolClient.sockets(vertx, 1);
        ProtocolClient.Listener silent = new ProtocolClient.Listener() {};
        await(ProtocolClient.connect(vertx, sockets, gateway.webSocketUri(), silent)
                .compose(client -> client.subscribe("idle.first").compose(subscribed -> client.close())));
    }

    /** The Vert.x clients come back so that the caller holds them: a collected one closes its sockets. */
    private List<WebSocketClient> openAll(Vertx vertx, ServerProcess gateway) throws IOException, InterruptedException {
        List<WebSocketClient> sockets = new ArrayList<>();
        for (int first = 0; first < connections; first += CONNECTIONS_PER_ADDRESS) {
            sockets.add(vertx.createWebSocketClient(ProtocolClient.options(CONNECTIONS_PER_ADDRESS)
                    .setLocalAddress("127.0.0." + (sockets.size() + 1))));
        }
        OpenLoopSchedule schedule = new OpenLoopSchedule(time.nanos(), CONNECTIONS_PER_SECOND);
        List<Future<?>> opening = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            time.sleepUntil(schedule.dueNanos(i));
            opening.add(open(vertx, sockets.get(i / CONNECTIONS_PER_ADDRESS), gateway, i));
            if (i > 0 && i % (int) CONNECTIONS_PER_SECOND == 0) {
                progress.accept(open.get());
            }
        }
        await(Future.all(opening));
        progress.accept(open.get());
        return sockets;
    }

    private Future<?> open(Vertx vertx, WebSocketClient sockets, ServerProcess gateway, int number) {
        ProtocolClient.Listener listener = new ProtocolClient.Listener() {
            @Override
            public void closed(int code, String reason) {
                closed.incrementAndGet();
            }
        };
        return ProtocolClient.connect(vertx, sockets, gateway.webSocketUri(), listener)
                .compose(client -> client.subscribe("idle." + number))
                .onSuccess(subscribed -> open.incrementAndGet());
    }

    private static void await(Future<?> future) throws IOException {
        try {
            future.await(OPENING_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("connections are not all open after " + OPENING_TIMEOUT_SECONDS + " s", e);
        } catch (RuntimeException e) {
            throw new IOException("cannot open a connection: " + e.getMessage(), e);
        }
    }
}
