package io.sluice.router.discovery.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.common.threading.ThreadSafe;
import io.sluice.router.backend.Backend;
import io.sluice.router.discovery.BackendSource;
import io.sluice.router.discovery.DiscoveredBackends;
import io.sluice.router.discovery.DiscoveryEvents;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoint slices of a service, listed once and watched from then on: a change is known within milliseconds.
 *
 * <p>A watch that ends is opened again where it was; the server ends each after a minute. A watch that fails, and a list
 * that fails, are tried again after a pause of 0.5 s that doubles to 10 s, jittered, so that the routers that lost the same
 * server do not come back together; until then the backends known last stay in use, marked stale. When the server no
 * longer knows the version to go on from (410), and when what it says makes no sense, everything is listed anew.
 *
 * <p>Threading: {@link #start}, {@link #stop} and {@link #age} from any thread; all else, the listener included, on one
 * event loop, chosen at construction.
 */
@ThreadSafe
public final class KubernetesSource implements BackendSource {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesSource.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    /** Between two watches, even those that end well: a server that ends each at once is not to be hammered. */
    private static final long LEAST_PAUSE_MILLIS = 200;

    private final Vertx vertx;
    private final Context context;
    private final KubernetesApi api;
    private final SliceReader reader;
    private final DiscoveryEvents events;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final Consumer<DiscoveredBackends> listener;
    private final ServiceEndpoints endpoints = new ServiceEndpoints();

    /** Written on the event loop, read at scrape; volatile for that reader. */
    private volatile long heardNanos;

    /** Volatile because a stop may come from any thread. */
    private volatile boolean stopped;

    /* All below is touched only on the event loop. */
    private boolean stale;
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    /** Version to watch from; empty if everything has to be listed. */
    private String version = "";

    /**
     * @param nanoClock a clock like {@link System#nanoTime}
     * @param random for the pauses
     * @param listener gets each snapshot, on the event loop
     */
    public KubernetesSource(
            Vertx vertx,
            KubernetesSettings settings,
            DiscoveryEvents events,
            LongSupplier nanoClock,
            RandomGenerator random,
            Consumer<DiscoveredBackends> listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.api = new KubernetesApi(vertx, settings);
        this.reader = new SliceReader(settings.portName());
        this.events = events;
        this.nanoClock = nanoClock;
        this.random = random;
        this.listener = listener;
        this.heardNanos = nanoClock.getAsLong();
    }

    @Override
    public String name() {
        return "discovery";
    }

    /** Completes after the first list, or the failure to get it. */
    @Override
    public Future<Void> start() {
        Promise<Void> first = Promise.promise();
        context.runOnContext(start -> goOn(first));
        return first.future();
    }

    @Override
    public Future<Void> stop() {
        stopped = true;
        return api.close();
    }

    @Override
    public Duration age() {
        return Duration.ofNanos(nanoClock.getAsLong() - heardNanos);
    }

    private void goOn(Promise<Void> first) {
        if (stopped) {
            first.tryComplete();
            return;
        }
        Future<Void> step = api.namespace().compose(version.isEmpty() ? this::list : this::watch);
        step.onComplete(done -> context.runOnContext(back -> {
            long pause = done.succeeded() ? LEAST_PAUSE_MILLIS : failed(done.cause());
            first.tryComplete();
            if (!stopped) {
                vertx.setTimer(pause, timer -> goOn(first));
            }
        }));
    }

    private Future<Void> list(String namespace) {
        return api.list(namespace).compose(body -> {
            try {
                listed(JSON.readTree(body.getBytes()));
                return Future.succeededFuture();
            } catch (IOException | RuntimeException nonsense) {
                return Future.failedFuture(nonsense);
            }
        });
    }

    private void listed(JsonNode list) {
        JsonNode items = list.path("items");
        String listedVersion = list.path("metadata").path("resourceVersion").asText("");
        if (!(items.isArray() || items.isNull()) || listedVersion.isEmpty()) {
            throw new KubernetesException(0, "the answer is no list of slices");
        }
        List<EndpointSlice> slices = new ArrayList<>();
        items.forEach(item -> reader.read(item).ifPresent(slices::add));
        slices.forEach(this::countMalformed);
        endpoints.replaceAll(slices);
        version = listedVersion;
        heard();
        tell();
    }

    private Future<Void> watch(String namespace) {
        return api.watch(namespace, version, this::heard, this::changed);
    }

    private void changed(Buffer line) {
        if (stopped) {
            return;
        }
        JsonNode event = parse(line);
        JsonNode object = event.path("object");
        String type = event.path("type").asText("");
        switch (type) {
            case "ADDED", "MODIFIED" -> put(object);
            case "DELETED" ->
                endpoints.remove(object.path("metadata").path("name").asText(""));
            case "BOOKMARK" -> {}
            case "ERROR" ->
                throw KubernetesException.ofStatus(object.path("code").asInt());
            default -> throw new KubernetesException(0, "a watch told of something unknown");
        }
        version = object.path("metadata").path("resourceVersion").asText(version);
        heard();
        if (!type.equals("BOOKMARK")) {
            tell();
        }
    }

    private static JsonNode parse(Buffer line) {
        try {
            return JSON.readTree(line.getBytes());
        } catch (IOException nonsense) {
            throw new KubernetesException(0, "a line of a watch is no JSON");
        }
    }

    private void put(JsonNode object) {
        EndpointSlice slice = reader.read(object)
                .orElseThrow(() -> new KubernetesException(0, "a watch told of a slice without a name"));
        countMalformed(slice);
        endpoints.put(slice);
    }

    private void countMalformed(EndpointSlice slice) {
        for (int i = 0; i < slice.malformed(); i++) {
            events.ignored(DiscoveryEvents.Ignored.MALFORMED);
        }
    }

    private void heard() {
        heardNanos = nanoClock.getAsLong();
        pauseMillis = FIRST_PAUSE_MILLIS;
        if (stale) {
            stale = false;
            LOG.info("Kubernetes is back: backends={}", endpoints.backends().size());
            tell();
        }
    }

    private void tell() {
        listener.accept(new DiscoveredBackends(endpoints.backends(), stale));
    }

    /** What failed is tried again; anything but a fault of the network may be cured by listing everything. */
    private long failed(Throwable cause) {
        if (stopped) {
            return LEAST_PAUSE_MILLIS;
        }
        if (cause instanceof KubernetesException told) {
            version = "";
            if (told.isGone()) {
                return LEAST_PAUSE_MILLIS;
            }
        }
        List<Backend> backends = endpoints.backends();
        if (!stale) {
            LOG.warn(
                    "Kubernetes does not answer, going on with what is known: backends={} cause={}",
                    backends.size(),
                    String.valueOf(cause));
        }
        stale = true;
        tell();
        long pause = pauseMillis;
        pauseMillis = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        return random.nextLong(pause / 2, pause + 1);
    }
}
