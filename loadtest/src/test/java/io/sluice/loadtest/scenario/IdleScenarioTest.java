package io.sluice.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.sluice.loadtest.client.FakeGateway;
import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.ChannelSet;
import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.ClientSpec;
import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.measure.FakeTime;
import io.sluice.loadtest.measure.TimeSource;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a server that is not ours, in time that passes at once. */
class IdleScenarioTest {
    private final FakeGateway gateway = new FakeGateway("node", 0);
    private final ClientLoops loops = ClientLoops.start(1, TimeSource.system());

    @AfterEach
    void close() {
        loops.close();
        gateway.close();
    }

    private IdleScenario scenario(Consumer<String> progress) {
        return new IdleScenario(
                5,
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Fakes.target(gateway),
                loops,
                new FakeTime(),
                progress);
    }

    @Test
    void aServerThatIsNotOursHasMemoryAndCpuButNoHeapAndNoLimits() throws Exception {
        ScenarioResult result = scenario(status -> {}).run();

        assertThat(result.measurements())
                .extracting(Measurement::name)
                .containsExactly(
                        "resident memory, empty",
                        "resident memory with all connections",
                        "resident memory per connection",
                        "CPU per connection and second, fake",
                        "CPU per connection and second, generator");
        assertThat(result.measurements()).extracting(Measurement::limit).containsOnly(OptionalDouble.empty());
        assertThat(result.timeline()).hasSize(7);
    }

    @Test
    void connectionsThatEndEarlyAreAnError() {
        assertThatIOException()
                .isThrownBy(() -> scenario(status -> {
                            if (status.startsWith("all connections open")) {
                                gateway.close();
                                awaitBroken();
                            }
                        })
                        .run())
                .withMessageContaining("of 5 connections ended early");
    }

    /** A connection that is refused now comes to the loop behind the ends of those before. */
    private void awaitBroken() {
        ClientSpec spec = ClientSpec.fromTheBeginning(
                gateway.webSocketUri(), 0, new ChannelNames("late"), ChannelSet.of(0), new LoadPayload(64));
        assertThat(loops.open(spec).ended().join().reason()).contains("refused");
    }
}
