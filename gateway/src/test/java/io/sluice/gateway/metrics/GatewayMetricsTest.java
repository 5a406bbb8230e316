package io.sluice.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.common.protocol.DisconnectCode;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {

    private static final Set<String> LABELS = Set.of("code", "loop", "method", "outcome", "reason", "connection");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GatewayMetrics metrics = new GatewayMetrics(registry);

    @Test
    void figuresAreSummedOverTheLoops() {
        LoopCounters first = metrics.addLoop();
        LoopCounters second = metrics.addLoop();
        first.connections.add(3);
        second.connections.add(4);
        second.connections.add(-1);
        first.messagesOut.add(10);
        second.messagesOut.add(20);

        assertThat(registry.get("sluice.gateway.connections").gauge().value()).isEqualTo(6);
        assertThat(count("sluice.gateway.messages.sent")).isEqualTo(30);
        assertThat(metrics.sum(loop -> loop.messagesOut.get())).isEqualTo(30);
    }

    @Test
    void eachFigureIsTheOneItsNameSays() {
        LoopCounters loop = metrics.addLoop();
        loop.subscriptions.add(1);
        loop.received.add(2);
        loop.delivered.add(3);
        loop.commands.add(4);
        loop.bytesOut.add(5);
        loop.bytesIn.add(6);
        loop.slowDisconnects.add(7);
        loop.framesOut.add(8);
        loop.slowDropped.add(9);
        loop.conflated.add(10);
        loop.rateLimited.add(11);
        loop.writeTimeouts.add(12);

        assertThat(registry.get("sluice.gateway.subscriptions").gauge().value()).isEqualTo(1);
        assertThat(count("sluice.gateway.publications.received")).isEqualTo(2);
        assertThat(count("sluice.gateway.publications.delivered")).isEqualTo(3);
        assertThat(count("sluice.gateway.commands")).isEqualTo(4);
        assertThat(count("sluice.gateway.sent.bytes")).isEqualTo(5);
        assertThat(count("sluice.gateway.received.bytes")).isEqualTo(6);
        assertThat(count("sluice.gateway.slow.disconnects")).isEqualTo(7);
        assertThat(count("sluice.gateway.frames.sent")).isEqualTo(8);
        assertThat(count("sluice.gateway.slow.dropped")).isEqualTo(9);
        assertThat(count("sluice.gateway.slow.conflated")).isEqualTo(10);
        assertThat(count("sluice.gateway.rate.limited")).isEqualTo(11);
        assertThat(count("sluice.gateway.slow.write.timeouts")).isEqualTo(12);
    }

    @Test
    void eachLoopTellsItsLagAndTheWorstCounts() {
        assertThat(metrics.worstLag()).isZero();
        metrics.addLoop().worstLagNanos.set(2_000_000);
        LoopCounters slowest = metrics.addLoop();
        slowest.worstLagNanos.set(7_000_000);
        slowest.lagNanos.set(5_000_000);
        metrics.addLoop();
        assertThat(metrics.worstLag()).isEqualTo(Duration.ofMillis(7));
        assertThat(registry.get("sluice.gateway.event.loop.lag.seconds")
                        .tag("loop", "1")
                        .gauge()
                        .value())
                .isEqualTo(0.005);
    }

    @Test
    void disconnectsAreCountedByCode() {
        metrics.disconnects().increment(DisconnectCode.SLOW.disconnect());
        metrics.disconnects().increment(DisconnectCode.SLOW.disconnect());
        assertThat(registry.get("sluice.gateway.disconnects")
                        .tag("code", "3008")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("sluice.gateway.disconnects").functionCounters())
                .as("one more for all codes that back ends chose")
                .hasSize(DisconnectCode.values().length + 1);
    }

    @Test
    void callsOfTheApiAreCountedByMethodAndOutcome() {
        metrics.api().increment("publish", "ok");
        metrics.api().increment("publish", "ok");
        metrics.api().increment("publish", "error");
        assertThat(registry.get("sluice.gateway.api.calls")
                        .tags("method", "publish", "outcome", "ok")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void whatOthersKeepCanBeAdded() {
        metrics.gauge("channels", "Channels", () -> 5);
        metrics.gauge("rebalance.state", "State", "state", "moving", () -> 1);
        metrics.counter("publications.dropped", "Dropped", "reason", "queue_full", () -> 7);
        assertThat(registry.get("sluice.gateway.rebalance.state")
                        .tag("state", "moving")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("sluice.gateway.channels").gauge().value()).isEqualTo(5);
        assertThat(count("sluice.gateway.publications.dropped")).isEqualTo(7);
    }

    @Test
    void noFigureIsLostToTheGarbageCollector() {
        SimpleMeterRegistry kept = new SimpleMeterRegistry();
        addMetricsThatNobodyKeeps(kept);
        awaitGarbageCollection();

        assertThat(kept.get("sluice.gateway.connections").gauge().value()).isEqualTo(1);
        assertThat(kept.get("sluice.gateway.commands").functionCounter().count())
                .isEqualTo(2);
        assertThat(kept.get("sluice.gateway.disconnects")
                        .tag("code", "3012")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(kept.get("sluice.gateway.event.loop.lag.seconds").gauge().value())
                .isEqualTo(1);
        assertThat(kept.get("sluice.gateway.channels").gauge().value()).isEqualTo(5);
        assertThat(kept.get("sluice.gateway.redis.reconnects").functionCounter().count())
                .isEqualTo(7);
    }

    @Test
    void namesHaveOnePrefixAndLabelsAreBounded() {
        metrics.addLoop();
        metrics.api().increment("publish", "ok");
        metrics.gauge("channels", "Channels", () -> 5);
        metrics.counter("publications.dropped", "Dropped", "reason", "queue_full", () -> 7);
        metrics.counter("redis.reconnects", "Reconnects", "connection", "commands", () -> 7);
        for (Meter meter : registry.getMeters()) {
            assertThat(meter.getId().getName()).matches("sluice\\.gateway(\\.[a-z]+)+");
            assertThat(meter.getId().getDescription()).isNotBlank();
            assertThat(meter.getId().getTags()).extracting(Tag::getKey).isSubsetOf(LABELS);
        }
        assertThat(registry.getMeters()).hasSizeLessThan(60);
    }

    @Test
    void figuresThatRiseAreCounters() {
        assertThat(registry.getMeters().stream()
                        .filter(meter -> !(meter instanceof FunctionCounter))
                        .map(meter -> meter.getId().getName()))
                .containsExactlyInAnyOrder(
                        "sluice.gateway.connections", "sluice.gateway.subscriptions", "sluice.gateway.queued.bytes");
    }

    private double count(String name) {
        return registry.get(name).functionCounter().count();
    }

    private static void addMetricsThatNobodyKeeps(SimpleMeterRegistry registry) {
        GatewayMetrics forgotten = new GatewayMetrics(registry);
        LoopCounters loop = forgotten.addLoop();
        loop.connections.add(1);
        loop.commands.add(2);
        loop.lagNanos.set(1_000_000_000);
        forgotten.disconnects().increment(DisconnectCode.NO_PONG.disconnect());
        double[] figures = {5, 7};
        forgotten.gauge("channels", "Channels", () -> figures[0]);
        forgotten.counter("redis.reconnects", "Reconnects", "connection", "commands", () -> figures[1]);
    }

    private static void awaitGarbageCollection() {
        WeakReference<Object> witness = new WeakReference<>(new Object());
        await().until(() -> {
            System.gc();
            return witness.refersTo(null);
        });
    }
}
