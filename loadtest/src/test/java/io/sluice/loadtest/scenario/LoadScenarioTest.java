package io.sluice.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadScenarioTest {
    private static final Duration FIVE = Duration.ofSeconds(5);
    private static final Duration TEN = Duration.ofSeconds(10);

    @Test
    void theUsualFanoutHasLimitsAndAnotherHasNone() {
        assertThat(new FanoutScenario(2_000, 1, 100, 120, FIVE, TEN)
                        .load("fanout")
                        .ratioLimits())
                .containsEntry("baseline", 1.10)
                .containsEntry("centrifugo", 0.60);
        assertThat(new FanoutScenario(2_000, 1, 100, 121, FIVE, TEN)
                        .load("fanout")
                        .ratioLimits())
                .isEmpty();
    }

    @Test
    void theUsualTickerHasLimitsAndABaselineOfAHundredThousand() {
        LoadScenario ticker = new TickerScenario(1_000, 200, 20, 5_000, 120, false, TEN, FIVE).load();

        assertThat(ticker.ratioLimits()).containsEntry("baseline", 0.35).containsEntry("centrifugo", 0.50);
        assertThat(ticker.baselineDeliveriesPerSecond()).isEqualTo(100_000);
        assertThat(ticker.shape().deliveriesPerSecond()).isEqualTo(500_000);
        assertThat(ticker.description())
                .isEqualTo("1,000 clients with 20 of 200 symbols each, 5,000 updates/s of 120 bytes: 500,000 messages/s"
                        + " (a baseline sends 100,000 messages/s), for 5 s after 10 s of warm-up");
    }

    @Test
    void aBaselineIsNotAskedForMoreThanTheScenario() {
        assertThat(new TickerScenario(10, 20, 2, 100, 120, false, FIVE, TEN)
                        .load()
                        .baselineDeliveriesPerSecond())
                .isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"CAPLIN,10000", "MIGRATORY,10000", "LIGHTSTREAMER,2500", "PRIVATE,333"})
    void presetsOfAThousandClientsDeliverWhatTheirMakersSay(Preset preset, long deliveriesPerSecond) {
        LoadScenario load = TickerScenario.of(preset, 1_000, FIVE, TEN).load();

        assertThat((long) load.shape().deliveriesPerSecond()).isEqualTo(deliveriesPerSecond);
        assertThat(load.ratioLimits()).isEmpty();
    }

    @Test
    void inPrivateEverybodyHasAChannelOfTheirOwn() {
        LoadScenario load = TickerScenario.of(Preset.PRIVATE, 100, FIVE, TEN).load();

        assertThat(load.shape().plan().channels()).isEqualTo(100);
        assertThat(load.shape().plan().subscriptions(99).numberAt(0)).isEqualTo(99);
    }
}
