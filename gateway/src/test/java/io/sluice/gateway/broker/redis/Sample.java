package io.sluice.gateway.broker.redis;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What one run of {@link RedisPathBenchmark} came to.
 *
 * @param gateway used by the broker under measurement and by the JVM around it
 * @param redis used by the server
 */
record Sample(long messages, double seconds, CpuTime gateway, CpuTime redis) {

    double messagesPerSecond() {
        return messages / seconds;
    }

    /** Each figure's median over the runs, as cells of a table. */
    static String medians(List<Sample> runs) {
        return String.format(
                Locale.ROOT,
                "%,9.0f | %5.2f | %5.2f | %5.2f | %5.2f",
                median(runs, Sample::messagesPerSecond),
                median(runs, run -> run.gateway.microsPerMessage(run.messages)),
                median(runs, run -> run.gateway.userSeconds() * 1e6 / run.messages),
                median(runs, run -> run.gateway.systemSeconds() * 1e6 / run.messages),
                median(runs, run -> run.redis.microsPerMessage(run.messages)));
    }

    private static double median(List<Sample> runs, ToDoubleFunction<Sample> figure) {
        List<Double> sorted = runs.stream()
                .map(figure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        return sorted.get(sorted.size() / 2);
    }
}
