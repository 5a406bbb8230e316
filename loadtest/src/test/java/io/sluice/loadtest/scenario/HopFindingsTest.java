package io.sluice.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.loadtest.load.Interval;
import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.ProcessCost;
import io.sluice.loadtest.load.RunResult;
import io.sluice.loadtest.load.SpreadChannels;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.load.WatchedProcess.Role;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Runs of 1,000 messages in a second, of which each took the same time. */
class HopFindingsTest {
    private static final int MESSAGES = 1_000;
    private static final LoadShape SHAPE =
            new LoadShape(10, new SpreadChannels(1), 100, new LoadPayload(64), Duration.ZERO, Duration.ofSeconds(1));
    private static final WatchedProcess HOP = new WatchedProcess("hop", Role.ROUTER, 1);

    private static HopTarget way(String name) {
        return new HopTarget(
                name, URI.create("ws://localhost:1/connection/websocket"), Optional.of(HOP), new NoServers());
    }

    /** A run whose hop used so many seconds of CPU. */
    private static RunResult run(double millis, double cpuSeconds, long lost) {
        Histogram latencies = new Histogram(3);
        latencies.recordValueWithCount((long) (millis * 1e6), MESSAGES);
        Interval interval = new Interval(latencies, new Histogram(3), MESSAGES, 0, 0, 0, 0);
        List<ProcessCost> costs = List.of(new ProcessCost(HOP, cpuSeconds, 0, 0));
        return new RunResult(interval, 1, interval, lost, 0, costs, List.of());
    }

    private static HopFindings over(double straightMillis) {
        return new HopFindings("small", SHAPE, List.of(run(straightMillis, 0, 0)), true);
    }

    private static double value(List<Measurement> found, String name) {
        return found.stream()
                .filter(measurement -> measurement.name().equals("small: " + name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + found))
                .value();
    }

    @Test
    void whatAHopAddsIsWhatLiesAboveTheStraightWay() {
        List<Measurement> found = over(2).of(way("router"), List.of(run(5, 0.020, 0)), true);

        assertThat(value(found, "added latency, 99%, router")).isCloseTo(3, within(0.02));
        assertThat(value(found, "CPU per relayed message, router")).isCloseTo(20, within(1e-9));
    }

    @Test
    void whoeverCostsMoreThanTheLimitFails() {
        List<Measurement> ratios = over(2).ratios(way("haproxy"), List.of(run(5, 0.032, 0)), List.of(run(3, 0.020, 0)));

        assertThat(value(ratios, "CPU per relayed message, ratio to haproxy")).isCloseTo(1.6, within(1e-9));
        assertThat(value(ratios, "added latency, 99%, ratio to haproxy")).isCloseTo(3, within(0.05));
        assertThat(ratios).noneMatch(Measurement::passes);
    }

    @Test
    void aLatencyTooSmallToBeMeasuredMakesNoRatio() {
        List<Measurement> ratios =
                over(2).ratios(way("haproxy"), List.of(run(2.05, 0.020, 0)), List.of(run(1.9, 0.020, 0)));

        assertThat(value(ratios, "added latency, 99%, ratio to haproxy")).isEqualTo(1);
    }

    @Test
    void onlyOurOwnLossesAreAFailure() {
        HopFindings findings = over(2);
        List<RunResult> lossy = List.of(run(5, 0.020, 7));

        assertThat(findings.of(way("router"), lossy, true)).anyMatch(measurement -> !measurement.passes());
        assertThat(findings.of(way("haproxy"), lossy, false)).allMatch(Measurement::passes);
    }

    @Test
    void whoeverDoesNotKeepUpSpoilsTheComparison() {
        List<Measurement> found = over(2).of(way("haproxy"), List.of(run(51, 0.020, 0)), false);

        assertThat(found)
                .filteredOn(measurement -> !measurement.passes())
                .extracting(Measurement::name)
                .containsExactly("small: runs that did not keep up, haproxy");
    }
}
