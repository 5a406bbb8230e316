package io.sluice.gateway.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.redis.LocalRedis;
import io.sluice.common.redis.Outcomes;
import io.sluice.common.redis.RedisSettings;
import io.sluice.gateway.broker.Broker;
import io.sluice.gateway.broker.ChannelMessage;
import io.sluice.gateway.broker.PublishOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Messages per second through one {@link RedisBroker}, and the processor time that each costs, against a Redis that it starts.
 * Not a test: it measures for minutes and judges nothing. It runs on Linux, after {@code mvn -B -q package -DskipTests}, by
 *
 * <pre>{@code
 * java -cp 'gateway/target/test-classes:common/target/test-classes:gateway/target/classes:gateway/target/lib/*' \
 *     io.sluice.gateway.broker.redis.RedisPathBenchmark [RUNS] [SECONDS] [in|out]
 * }</pre>
 *
 * <p>It prints the medians of so many runs (default 5) of so many seconds (default 2) each, after a warm-up of three runs. "in" is
 * a broker subscribed to {@value #CHANNELS} channels that a {@link RawFeed} publishes envelopes into; what the feed uses is taken
 * off. "out" is one event loop that publishes without subscribers, {@value #WINDOW} publications at a time.
 */
public final class RedisPathBenchmark {

    private static final int CHANNELS = 256;
    private static final int MAX_PUBLICATION_BYTES = 1 << 20;
    private static final int WARM_UP_RUNS = 3;

    /** As many publications without an answer as a busy node has. */
    private static final int WINDOW = 1024;

    private final PrintStream out;
    private final int runs;
    private final double seconds;

    private RedisPathBenchmark(PrintStream out, int runs, double seconds) {
        this.out = out;
        this.runs = runs;
        this.seconds = seconds;
    }

    /** Measures everything, or what the arguments say. */
    public static void main(String[] args) throws Exception {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 2;
        String direction = args.length > 2 ? args[2] : "";
        new RedisPathBenchmark(System.out, runs, seconds).measure(direction);
    }

    private void measure(String direction) throws Exception {
        out.println("|    | bytes | connections | messages/s | gateway µs each | user | system | redis µs each |");
        out.println("|---|---|---|---|---|---|---|---|");
        for (int bytes : List.of(100, 1024)) {
            if (!direction.equals("out")) {
                for (int connections : List.of(1, 2, 4)) {
                    in(bytes, connections);
                }
            }
            if (!direction.equals("in")) {
                out(bytes);
            }
        }
    }

    private void in(int bytes, int connections) throws Exception {
        AtomicLong received = new AtomicLong();
        try (Setup setup = Setup.start(connections, received)) {
            IntStream.range(0, CHANNELS)
                    .mapToObj(channel -> setup.node.subscribe("channel-" + channel))
                    .toList()
                    .forEach(Outcomes::of);
            try (RawFeed feed = new RawFeed(setup.redis.port(), round(bytes), CHANNELS, received::get)) {
                report("in", bytes, connections, setup.redis, received::get, feed::cpu);
            }
        }
    }

    private void out(int bytes) {
        AtomicLong published = new AtomicLong();
        try (Setup setup = Setup.start(1, new AtomicLong())) {
            setup.vertx.runOnContext(start -> IntStream.range(0, WINDOW)
                    .forEach(channel -> publishForEver(setup.node, channel % CHANNELS, publication(bytes), published)));
            report("out", bytes, 1, setup.redis, published::get, () -> new CpuTime(0, 0));
        }
    }

    /** A server and a broker on it, with the sockets of the system, as a gateway has them. */
    private record Setup(LocalRedis redis, Vertx vertx, RedisNode node) implements AutoCloseable {

        static Setup start(int connections, AtomicLong received) {
            LocalRedis redis = LocalRedis.start();
            Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
            RedisNode node = new RedisNode(
                    vertx, RedisSettings.of(redis.uri()).withSubscriberConnections(connections), MAX_PUBLICATION_BYTES);
            node.listener(new Counting(received));
            Outcomes.of(node.start());
            return new Setup(redis, vertx, node);
        }

        @Override
        public void close() {
            Outcomes.of(node.stop());
            Outcomes.of(vertx.close());
            redis.close();
        }
    }

    /** Counts and forgets. */
    private record Counting(AtomicLong received) implements Broker.Listener {

        @Override
        public void feed(String feed, List<ChannelMessage.Published> batch) {}

        @Override
        public void messages(List<ChannelMessage> batch) {
            received.addAndGet(batch.size());
        }

        @Override
        public void restored() {
            throw new AssertionError("expected Redis to stay");
        }

        @Override
        public void lost(String channel) {
            throw new AssertionError("expected Redis to deliver " + channel);
        }
    }

    private static void publishForEver(RedisNode node, int channel, Publication publication, AtomicLong published) {
        var unused = node.publish("channel-" + channel, publication, PublishOptions.PLAIN)
                .onSuccess(done -> {
                    published.setRelease(published.getPlain() + 1);
                    publishForEver(node, channel, publication, published);
                });
    }

    private void report(
            String direction,
            int bytes,
            int connections,
            LocalRedis redis,
            LongSupplier messages,
            Supplier<CpuTime> deduction) {
        List<Sample> samples = new ArrayList<>();
        for (int run = -WARM_UP_RUNS; run < runs; run++) {
            Sample sample = sample(redis, messages, deduction);
            if (run >= 0) {
                samples.add(sample);
            }
        }
        out.printf("| %3s | %4d | %d | %s |%n", direction, bytes, connections, Sample.medians(samples));
    }

    private Sample sample(LocalRedis redis, LongSupplier messages, Supplier<CpuTime> deduction) {
        long from = System.nanoTime();
        long until = from + (long) (seconds * 1e9);
        long messagesBefore = messages.getAsLong();
        CpuTime feedBefore = deduction.get();
        CpuTime gatewayBefore = CpuTime.ofThisProcess();
        CpuTime redisBefore = CpuTime.ofProcess(redis.pid());
        for (long left = until - from; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        CpuTime feed = deduction.get().minus(feedBefore);
        return new Sample(
                messages.getAsLong() - messagesBefore,
                (System.nanoTime() - from) / 1e9,
                CpuTime.ofThisProcess().minus(gatewayBefore).minus(feed),
                CpuTime.ofProcess(redis.pid()).minus(redisBefore));
    }

    /** One publication into each channel, as the commands that another node would send. */
    private static byte[] round(int bytes) {
        Buffer envelope = new PublicationEnvelope(publication(bytes), false, "", 0).encode();
        Buffer round = Buffer.buffer();
        for (int channel = 0; channel < CHANNELS; channel++) {
            String name = "sluice.client.channel-" + channel;
            round.appendString("*3\r\n$7\r\nPUBLISH\r\n$" + name.getBytes(UTF_8).length + "\r\n" + name + "\r\n$"
                            + envelope.length() + "\r\n")
                    .appendBuffer(envelope)
                    .appendString("\r\n");
        }
        return round.getBytes();
    }

    private static Publication publication(int bytes) {
        String data = "\"" + "x".repeat(bytes - 2) + "\"";
        return new Publication(Payload.of(data), null, 0, Map.of(), DataForm.PLAIN, "", "", 1_700_000_000_123L);
    }
}
