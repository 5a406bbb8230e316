package io.sluice.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.loadtest.client.FakeGateway;
import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.LoadTarget;
import io.sluice.loadtest.measure.TimeSource;
import io.sluice.loadtest.measure.TimelinePoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectScenarioTest {
    private final FakeGateway gateway = new FakeGateway("node", 0);
    private final LoadTarget target = Fakes.target(gateway);
    private final ClientLoops loops = ClientLoops.start(1, TimeSource.system());

    @AfterEach
    void close() {
        loops.close();
        gateway.close();
    }

    private ConnectScenario scenario(int connections, double rate) {
        return new ConnectScenario(connections, rate, 0, target, loops, TimeSource.system(), status -> {});
    }

    @Test
    void everyConnectionIsCountedInTheTableAndInTheTimeline() throws Exception {
        ScenarioResult result = scenario(30, 1_000).run();

        assertThat(result.passes()).isTrue();
        assertThat(result.measurements())
                .contains(
                        Measurement.of("clients subscribed", 30, "count"),
                        Measurement.atMost(0, "connections failed", 0, "count"))
                .extracting(Measurement::name)
                .contains("connect and subscribe, 99%", "CPU per connection, fake", "CPU per connection, generator");
        assertThat(result.timeline().stream()
                        .mapToLong(TimelinePoint::delivered)
                        .sum())
                .isEqualTo(30);
        assertThat(gateway.frames())
                .filteredOn(frame -> frame.contains("subscribe"))
                .hasSize(30);
    }

    @Test
    void aServerThatIsNotThereIsAnErrorInWords() {
        gateway.close();

        assertThatIOException()
                .isThrownBy(() -> scenario(3, 1_000).run())
                .withMessageContaining("not one of 3 connections succeeded")
                .withMessageContaining("refused");
    }

    @Test
    void aRateOfZeroIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> scenario(3, 0)).withMessageContaining("above 0");
    }
}
