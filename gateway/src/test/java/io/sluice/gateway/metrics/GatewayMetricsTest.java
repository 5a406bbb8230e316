package io.sluice.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.common.metrics.LoopCounter;
import io.sluice.common.metrics.LoopHistogram;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.UnsubscribeCode;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayMetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final GatewayMetrics metrics = new GatewayMetrics(registry);

    @Test
    void figuresAreSummedOverTheLoops() {
        LoopCounters first = metrics.addLoop();
        LoopCounters second = metrics.addLoop();
        first.subscriptions.add(3);
        second.subscriptions.add(4);
        second.subscriptions.add(-1);
        first.messagesOut.add(10);
        second.messagesOut.add(20);

        assertThat(value("sluice_gateway_subscriptions")).isEqualTo(6);
        assertThat(value("sluice_gateway_messages_sent_total")).isEqualTo(30);
        assertThat(metrics.sum(loop -> loop.messagesOut.get())).isEqualTo(30);
    }

    static Stream<Arguments> counters() {
        return Stream.of(
                counter("subscriptions", loop -> loop.subscriptions),
                counter("publications_received_total", loop -> loop.received),
                counter("publications_delivered_total", loop -> loop.delivered),
                counter("sent_bytes_total", loop -> loop.bytesOut),
                counter("received_bytes_total", loop -> loop.bytesIn),
                counter("messages_sent_total", loop -> loop.messagesOut),
                counter("frames_sent_total", loop -> loop.framesOut),
                counter("slow_consumer_events_total{policy=\"disconnect\"}", loop -> loop.slowDisconnects),
                counter("slow_consumer_events_total{policy=\"drop\"}", loop -> loop.slowDropped),
                counter("slow_consumer_events_total{policy=\"conflate\"}", loop -> loop.conflated),
                counter("slow_consumer_events_total{policy=\"write_timeout\"}", loop -> loop.writeTimeouts),
                counter("rate_limited_total", loop -> loop.rateLimited),
                counter("queued_bytes", loop -> loop.queuedBytes),
                counter("recoveries_total{outcome=\"recovered\"}", loop -> loop.recovered),
                counter("recoveries_total{outcome=\"insufficient\"}", loop -> loop.unrecovered),
                counter("recovered_publications_total", loop -> loop.recoveredPublications),
                counter("subscriptions_insufficient_total", loop -> loop.insufficient),
                counter("drain_closed_total", loop -> loop.drained),
                counter("moves_total{reason=\"max_age\"}", loop -> loop.aged),
                counter("deflated_messages_total", loop -> loop.deflatedMessages),
                counter("deflated_plain_bytes_total", loop -> loop.deflatedPlainBytes),
                counter("deflated_bytes_total", loop -> loop.deflatedBytes));
    }

    private static Arguments counter(String name, Function<LoopCounters, LoopCounter> figure) {
        return Arguments.of(
                name, (Consumer<LoopCounters>) loop -> figure.apply(loop).add(1));
    }

    static Stream<Arguments> histograms() {
        return Stream.of(
                histogram("fanout_clients_count", loop -> loop.fanOut),
                histogram("delivery_seconds_count", loop -> loop.delivery),
                histogram("connect_seconds_count", loop -> loop.connectTimes),
                histogram("ping_seconds_count", loop -> loop.pings),
                histogram("event_loop_delay_seconds_count", loop -> loop.delays));
    }

    private static Arguments histogram(String name, Function<LoopCounters, LoopHistogram> figure) {
        return Arguments.of(
                name, (Consumer<LoopCounters>) loop -> figure.apply(loop).record(1));
    }

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of("commands_total{method=\"presence_stats\"}", (Consumer<LoopCounters>)
                        loop -> loop.command(CommandMethod.PRESENCE_STATS)),
                Arguments.of("handshakes_total{outcome=\"timeout\"}", (Consumer<LoopCounters>)
                        loop -> loop.handshake(HandshakeOutcome.TIMEOUT)),
                Arguments.of("unsubscribes_total{code=\"2500\"}", (Consumer<LoopCounters>)
                        loop -> loop.unsubscribed(UnsubscribeCode.INSUFFICIENT_STATE)),
                Arguments.of("unsubscribes_total{code=\"client\"}", (Consumer<LoopCounters>)
                        LoopCounters::unsubscribedByClient));
    }

    @ParameterizedTest
    @MethodSource({"counters", "histograms", "events"})
    void eachFigureIsTheOneItsNameSays(String name, Consumer<LoopCounters> cause) {
        LoopCounters loop = metrics.addLoop();
        String before = registry.scrape();
        cause.accept(loop);
        String after = registry.scrape();

        assertThat(value("sluice_gateway_" + name)).isEqualTo(1);
        assertThat(after.lines().filter(line -> !line.contains("_bucket") && !line.contains("_sum")))
                .as("nothing else moves")
                .filteredOn(line -> before.lines().noneMatch(line::equals))
                .hasSize(1);
    }

    @Test
    void figuresThatAreAddedLaterAreShownToo() {
        LoopCounters loop = metrics.addLoop();
        loop.counter(GatewayMetric.CONNECTIONS, "sse").add(2);
        loop.histogram(GatewayMetric.CONNECTION_DURATION_SECONDS, "sse").record(1_500_000_000L);

        assertThat(value("sluice_gateway_connections{transport=\"sse\"}")).isEqualTo(2);
        assertThat(value("sluice_gateway_connection_duration_seconds_sum{transport=\"sse\"}"))
                .isEqualTo(1.5);
    }

    @Test
    void labelsAreThoseOfTheCatalogue() {
        assertThatThrownBy(() -> metrics.add(GatewayMetric.DISCONNECTS, () -> 1))
                .hasMessageContaining("expected values of [code]");
    }

    @Test
    void theWorstLagOfAllLoopsCounts() {
        assertThat(metrics.worstLag()).isZero();
        metrics.addLoop().worstLagNanos.set(2_000_000);
        metrics.addLoop().worstLagNanos.set(7_000_000);
        metrics.addLoop();
        assertThat(metrics.worstLag()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void disconnectsAreCountedByCode() {
        metrics.disconnects().increment(DisconnectCode.SLOW.disconnect());
        metrics.disconnects().increment(DisconnectCode.SLOW.disconnect());

        assertThat(value("sluice_gateway_disconnects_total{code=\"3008\"}")).isEqualTo(2);
        assertThat(registry.scrape().lines().filter(line -> line.startsWith("sluice_gateway_disconnects_total{")))
                .as("one more for all codes that back ends chose")
                .hasSize(DisconnectCode.values().length + 1);
    }

    @Test
    void callsOfTheApiAreTimedByMethodAndOutcome() {
        AtomicLong nanos = new AtomicLong();
        ApiCounters api = new ApiCounters(metrics, nanos::get);
        ApiCounters.Call call = api.begin("publish");
        nanos.set(30_000_000);
        call.ended(true);
        api.begin("publish").ended(false);

        assertThat(value("sluice_gateway_api_request_seconds_count{method=\"publish\",outcome=\"ok\"}"))
                .isEqualTo(1);
        assertThat(value("sluice_gateway_api_request_seconds_sum{method=\"publish\",outcome=\"ok\"}"))
                .isEqualTo(0.03);
        assertThat(value("sluice_gateway_api_request_seconds_count{method=\"publish\",outcome=\"error\"}"))
                .isEqualTo(1);
    }

    @Test
    void whatOthersKeepCanBeAdded() {
        metrics.add(GatewayMetric.CHANNELS, () -> 5);
        metrics.add(GatewayMetric.REBALANCE_STATE, () -> 1, "moving");
        metrics.add(GatewayMetric.PUBLICATIONS_DROPPED, () -> 7, "queue_full");

        assertThat(value("sluice_gateway_rebalance_state{state=\"moving\"}")).isEqualTo(1);
        assertThat(value("sluice_gateway_channels")).isEqualTo(5);
        assertThat(value("sluice_gateway_publications_dropped_total{reason=\"queue_full\"}"))
                .isEqualTo(7);
    }

    @Test
    void noFigureIsLostToTheGarbageCollector() {
        PrometheusMeterRegistry kept = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        addMetricsThatNobodyKeeps(kept);
        awaitGarbageCollection();

        assertThat(kept.scrape())
                .contains("sluice_gateway_subscriptions 1.0\n")
                .contains("sluice_gateway_disconnects_total{code=\"3012\"} 1.0\n")
                .contains("sluice_gateway_channels 5.0\n");
    }

    private static void addMetricsThatNobodyKeeps(PrometheusMeterRegistry registry) {
        GatewayMetrics forgotten = new GatewayMetrics(registry);
        forgotten.addLoop().subscriptions.add(1);
        forgotten.disconnects().increment(DisconnectCode.NO_PONG.disconnect());
        double[] figures = {5};
        forgotten.add(GatewayMetric.CHANNELS, () -> figures[0]);
    }

    private static void awaitGarbageCollection() {
        WeakReference<Object> witness = new WeakReference<>(new Object());
        await().until(() -> {
            System.gc();
            return witness.refersTo(null);
        });
    }

    private double value(String series) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series));
    }
}
