package io.sluice.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.loadtest.cluster.LauncherStart;
import io.sluice.loadtest.cluster.LauncherStart.Archive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StartupScenarioTest {
    private final List<Archive> order = new ArrayList<>();

    private ScenarioResult run(int runs, long... millisWithArchive) throws Exception {
        int[] used = {-1}; // The first start does not count.
        return new StartupScenario(
                        "gateway",
                        runs,
                        archive -> {
                            order.add(archive);
                            if (archive == Archive.UNUSED) {
                                return start(2000);
                            }
                            int index = used[0]++;
                            return start(index < 0 ? 9000 : millisWithArchive[index]);
                        },
                        message -> {})
                .run();
    }

    private static LauncherStart start(long millis) {
        return new LauncherStart(Duration.ofMillis(millis), Duration.ofMillis(millis * 2), 1 << 20);
    }

    private static Map<String, Double> values(ScenarioResult result) {
        return result.measurements().stream().collect(Collectors.toMap(Measurement::name, Measurement::value));
    }

    @Test
    void theMedianAndTheExtremesAreToldAndTheFirstStartDoesNotCount() throws Exception {
        ScenarioResult result = run(3, 1000, 400, 1200);

        assertThat(values(result))
                .containsEntry("ready, with archive", 1000.0)
                .containsEntry("ready, with archive, fastest", 400.0)
                .containsEntry("ready, with archive, slowest", 1200.0)
                .containsEntry("ready, without", 2000.0)
                .containsEntry("ready, with archive to without", 0.5)
                .containsEntry("CPU until ready, with archive", 2000.0);
        assertThat(result.passes()).isTrue();
    }

    @Test
    void aMedianAboveOneAndAHalfSecondsFails() throws Exception {
        assertThat(run(1, 1501).passes()).isFalse();
        assertThat(run(1, 1500).passes()).isTrue();
    }

    @Test
    void startsWithAndWithoutTheArchiveAlternate() throws Exception {
        run(2, 1, 1);

        assertThat(order)
                .containsExactly(
                        Archive.USED, Archive.UNUSED, Archive.USED, Archive.UNUSED, Archive.USED, Archive.UNUSED);
    }
}
