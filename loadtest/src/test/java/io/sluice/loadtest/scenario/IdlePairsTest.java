package io.sluice.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.loadtest.client.FakeGateway;
import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.WatchedProcess;
import io.sluice.loadtest.load.WatchedProcess.Role;
import io.sluice.loadtest.measure.FakeTime;
import io.sluice.loadtest.measure.TimeSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hop is our own process, in time that passes at once. */
class IdlePairsTest {
    private final FakeGateway gateway = new FakeGateway("node", 0);
    private final ClientLoops loops = ClientLoops.start(1, TimeSource.system());
    private final WatchedProcess hop =
            new WatchedProcess("hop", Role.ROUTER, ProcessHandle.current().pid());
    private final HopTarget way = new HopTarget("hop", gateway.webSocketUri(), Optional.of(hop), new NoServers());

    @AfterEach
    void close() {
        loops.close();
        gateway.close();
    }

    private List<Measurement> measured(boolean jvm) throws Exception {
        return new IdlePairs(3, loops, new FakeTime(), status -> {}).measure(way, hop, jvm);
    }

    @Test
    void aHopThatIsAJvmHasAHeapAndSoFewPairsHaveNoLimit() throws Exception {
        List<Measurement> found = measured(true);

        assertThat(found)
                .extracting(Measurement::name)
                .containsExactly("idle: live heap per pair, hop", "idle: resident memory per pair, hop");
        assertThat(found).allMatch(measurement -> measurement.limit().isEmpty());
    }

    @Test
    void aHopThatIsNoJvmHasResidentMemoryOnly() throws Exception {
        assertThat(measured(false))
                .extracting(Measurement::name)
                .containsExactly("idle: resident memory per pair, hop");
    }
}
