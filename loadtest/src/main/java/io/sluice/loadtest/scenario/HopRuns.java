package io.sluice.loadtest.scenario;

import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.LoadRun;
import io.sluice.loadtest.load.LoadShape;
import io.sluice.loadtest.load.RunResult;
import io.sluice.loadtest.load.WatchedProcess.Role;
import io.sluice.loadtest.measure.ThreadConfined;
import io.sluice.loadtest.measure.TimeSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The same load over each way in turn, round by round. Each round begins with another way, so that none is always the one
 * that comes after a certain other.
 *
 * <p>Threading: {@link #run} blocks its caller for all rounds.
 */
@ThreadConfined
final class HopRuns {
    private final List<HopTarget> ways;
    private final ClientLoops loops;
    private final TimeSource time;
    private final Consumer<String> progress;
    private final FreshNames names = new FreshNames();

    HopRuns(List<HopTarget> ways, ClientLoops loops, TimeSource time, Consumer<String> progress) {
        this.ways = List.copyOf(ways);
        this.loops = loops;
        this.time = time;
        this.progress = progress;
    }

    /**
     * Makes one round that counts for nothing, in which code is compiled and connections to Redis are opened, and then so
     * many.
     *
     * @param what the load is called in progress
     * @return of each way the result of each round
     */
    Map<HopTarget, List<RunResult>> run(String what, LoadShape shape, int rounds)
            throws IOException, InterruptedException {
        Map<HopTarget, List<RunResult>> results = new HashMap<>();
        ways.forEach(way -> results.put(way, new ArrayList<>()));
        for (int round = 0; round <= rounds; round++) {
            String which = what + ", " + (round == 0 ? "warm-up" : "run " + round + " of " + rounds) + ", ";
            for (int i = 0; i < ways.size(); i++) {
                HopTarget way = ways.get((round + i) % ways.size());
                RunResult result = runOnce(way, shape, which);
                if (round > 0) {
                    results.getOrDefault(way, List.of()).add(result);
                }
            }
        }
        return results;
    }

    private RunResult runOnce(HopTarget way, LoadShape shape, String which) throws IOException, InterruptedException {
        RunResult result =
                new LoadRun(way, shape, names.next(), loops, time, status -> progress.accept(which + status)).run();
        progress.accept(String.format(
                Locale.ROOT,
                "%s%s: %.3f µs of the hop's CPU per message, %,d lost",
                which,
                way.name(),
                result.cpuMicrosPerMessage(Role.ROUTER),
                result.lost()));
        return result;
    }
}
