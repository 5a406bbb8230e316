package io.sluice.gateway.hook.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RareWarningsTest {

    private final HandClock clock = new HandClock();
    private final RareWarnings warnings = new RareWarnings(clock);

    @Test
    void firstWarningGoesThroughAndTheRestOfTenSecondsIsCounted() {
        assertThat(warnings.next()).hasValue(0);
        assertThat(warnings.next()).isEmpty();
        clock.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(warnings.next()).isEmpty();

        clock.advance(Duration.ofNanos(1));

        assertThat(warnings.next()).hasValue(2);
        assertThat(warnings.next()).isEmpty();
    }
}
