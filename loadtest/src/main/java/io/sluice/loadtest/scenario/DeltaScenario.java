package io.sluice.loadtest.scenario;

import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.client.ProtobufClient;
import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.load.ApiPort;
import io.sluice.loadtest.load.PublishPort.Outgoing;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What deltas save and cost: a channel of similar documents, sent to clients that ask for patches and to clients that do not, in
 * JSON and in protobuf, in turn. Bytes are what the gateway says that it sent, framing included.
 *
 * <p>Threading: {@link #run} blocks its caller for all rounds.
 */
@ThreadConfined
public final class DeltaScenario {
    /** The most bytes that a channel of similar documents may go out in, as a share of what it takes without deltas. */
    public static final double MAX_SHARE = 0.2;

    private static final long PATIENCE_SECONDS = 60;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final String SENT_BYTES = "sluice_gateway_sent_bytes_total";

    /** How clients receive. */
    private enum Form {
        JSON_WHOLE("JSON", false),
        JSON_PATCHES("JSON", true),
        PROTOBUF_WHOLE("protobuf", false),
        PROTOBUF_PATCHES("protobuf", true);

        private final String format;
        private final boolean delta;

        Form(String format, boolean delta) {
            this.format = format;
            this.delta = delta;
        }

        String words() {
            return format + (delta ? " with delta" : " without");
        }
    }

    private final int connections;
    private final double rate;
    private final Duration warmUp;
    private final Duration window;
    private final ClusterTarget target;
    private final TimeSource time;
    private final Consumer<String> progress;

    /**
     * A load on a cluster of {@link #start}.
     *
     * @param rate publications a second
     * @param warmUp load before the window, in whole seconds
     * @param window what is measured, in whole seconds
     * @param progress told now and then what is going on
     */
    public DeltaScenario(
            int connections,
            double rate,
            Duration warmUp,
            Duration window,
            ClusterTarget target,
            TimeSource time,
            Consumer<String> progress) {
        this.connections = connections;
        this.rate = rate;
        this.warmUp = warmUp;
        this.window = window;
        this.target = target;
        this.time = time;
        this.progress = progress;
    }

    /** Starts one gateway whose channels keep a history and are sent as deltas to those who ask; the caller closes it. */
    public static ClusterTarget start(boolean redis, List<String> jvmOptions, TimeSource time)
            throws IOException, InterruptedException {
        ClusterPlan plan = redis ? ClusterPlan.gateways(1) : ClusterPlan.singleGateway();
        for (String option : jvmOptions) {
            plan = plan.withJvmOption(option);
        }
        String namespace = "channel.without_namespace.";
        return ClusterTarget.start(
                plan.withSetting(namespace + "history_size", "10")
                        .withSetting(namespace + "history_ttl", "60s")
                        .withSetting(namespace + "force_positioning", "true")
                        .withSetting(namespace + "allowed_delta_types", "fossil")
                        .withSetting(namespace + "delta_publish", "true"),
                ClusterTarget.Way.API,
                time);
    }

    /** Runs every form so many times. */
    public ScenarioResult run(int rounds) throws IOException, InterruptedException {
        List<List<Measurement>> results = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            results.add(round(round, rounds));
        }
        String description = connections + " clients of one channel, " + Math.round(rate)
                + " publications/s of some " + SimilarDocuments.json(1).length() + " bytes of JSON, for "
                + window.toSeconds() + " s after " + warmUp.toSeconds() + " s of warm-up, in each form"
                + (rounds == 1 ? "" : "; medians of " + rounds + " runs");
        return new ScenarioResult("delta", description, Medians.of(results));
    }

    private List<Measurement> round(int round, int rounds) throws IOException, InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Form form : Form.values()) {
            progress.accept("run " + round + " of " + rounds + ": " + form.words() + " …");
            outcomes.add(runOnce(form, "delta-" + round + "-" + form.name().toLowerCase(Locale.ROOT)));
        }
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(share("JSON", outcomes.get(1), outcomes.get(0)));
        measurements.add(share("protobuf", outcomes.get(3), outcomes.get(2)));
        for (Outcome outcome : outcomes) {
            outcome.addTo(measurements);
        }
        return measurements;
    }

    private static Measurement share(String format, Outcome patches, Outcome whole) {
        return Measurement.atMost(
                MAX_SHARE,
                "bytes sent with delta, as a share of those without, " + format,
                patches.bytesPerDelivery() / whole.bytesPerDelivery(),
                "ratio");
    }

    /** What one form has taken in its window. */
    private record Outcome(Form form, int connections, long publications, double bytes, double cpuSeconds, long wrong) {

        double bytesPerDelivery() {
            return bytes / (publications * connections);
        }

        void addTo(List<Measurement> measurements) {
            String of = ", " + form.words();
            double micros = cpuSeconds * MICROS_PER_SECOND;
            measurements.add(Measurement.of("bytes sent per delivery" + of, bytesPerDelivery(), "bytes"));
            measurements.add(Measurement.of("gateway CPU per publication" + of, micros / publications, "µs"));
            measurements.add(
                    Measurement.of("gateway CPU per delivery" + of, micros / publications / connections, "µs"));
            measurements.add(Measurement.atMost(0, "documents wrong or missing" + of, (double) wrong, "count"));
        }
    }

    private Outcome runOnce(Form form, String channel) throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        try {
            List<DocumentReader> readers = subscribe(vertx, form, channel);
            long before = Math.round(rate * warmUp.toSeconds());
            long measured = Math.round(rate * window.toSeconds());
            try (ApiPort port = new ApiPort(target.cluster().gateway(0).apiUrl(), "", time)) {
                publish(port, channel, 1, before);
                awaitAll(readers, before);
                double bytes = sentBytes();
                double cpu = cpuSeconds();
                publish(port, channel, before + 1, before + measured);
                awaitAll(readers, before + measured);
                return new Outcome(
                        form,
                        connections,
                        measured,
                        sentBytes() - bytes,
                        cpuSeconds() - cpu,
                        faults(readers, form, before + measured));
            }
        } finally {
            // Not awaited: the clients are gone when their close frames are, and the library takes 10 s more for what
            // is left.
            var unused = vertx.close();
        }
    }

    private List<DocumentReader> subscribe(Vertx vertx, Form form, String channel)
            throws IOException, InterruptedException {
        WebSocketClient sockets = ProtocolClient.sockets(vertx, connections);
        URI uri = target.webSocketUrls().get(0);
        List<DocumentReader> readers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            DocumentReader reader = new DocumentReader(form == Form.JSON_PATCHES);
            readers.add(reader);
            await(
                    form.format.equals("protobuf")
                            ? ProtobufClient.subscribe(vertx, sockets, uri, channel, form.delta, reader)
                            : subscribeInJson(vertx, sockets, uri, channel, form.delta, reader));
        }
        return readers;
    }

    private static Future<?> subscribeInJson(
            Vertx vertx, WebSocketClient sockets, URI uri, String channel, boolean delta, DocumentReader reader) {
        var request = Json.object().put("channel", channel);
        if (delta) {
            request.put("delta", "fossil");
        }
        return ProtocolClient.connect(vertx, sockets, uri, reader)
                .compose(client -> client.command("subscribe", request));
    }

    /** Each when it is due. */
    private void publish(ApiPort port, String channel, long first, long last) throws IOException, InterruptedException {
        OpenLoopSchedule schedule = new OpenLoopSchedule(time.nanos(), rate);
        for (long number = first; number <= last; number++) {
            time.sleepUntil(schedule.dueNanos(number - first));
            if (port.publish(List.of(new Outgoing(channel, SimilarDocuments.json(number)))) > 0) {
                throw new IOException("the gateway refused a publication");
            }
        }
    }

    /** Until every reader has so many publications, or for a minute. */
    private void awaitAll(List<DocumentReader> readers, long count) throws InterruptedException {
        long deadline = time.nanos() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (time.nanos() < deadline && readers.stream().anyMatch(reader -> reader.received() < count)) {
            time.sleepUntil(time.nanos() + TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** All but the first of those who asked for patches are to be some. */
    private static long faults(List<DocumentReader> readers, Form form, long published) {
        return readers.stream()
                .mapToLong(reader -> reader.wrong()
                        + Math.abs(published - reader.received())
                        + Math.abs(reader.patches() - (form.delta ? published - 1 : 0)))
                .sum();
    }

    private double sentBytes() throws IOException, InterruptedException {
        return GatewayInsight.into(target).metric(SENT_BYTES);
    }

    private double cpuSeconds() {
        return target.cluster().gateways().stream()
                .mapToDouble(gateway -> gateway.reading()
                        .map(reading -> reading.cpuTime().toNanos() / 1e9)
                        .orElse(0.0))
                .sum();
    }

    private static void await(Future<?> step) throws IOException, InterruptedException {
        try {
            step.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a client could not be connected, subscribed or closed: " + e.getMessage(), e);
        }
    }
}
