package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrokerHealthTest {

    private static final Duration MOMENT = Duration.ofNanos(1);

    private final FakeBroker broker = new FakeBroker();
    private final HandClock clock = new HandClock();
    private final BrokerHealth health = new BrokerHealth(broker, clock);

    @Test
    void aNodeThatNeverReachedItsBrokerIsNotReady() {
        broker.ready(false);
        assertThat(health.check()).contains("the broker has not been reached yet");
        clock.advance(Duration.ofHours(1));
        assertThat(health.check()).contains("the broker has not been reached yet");
    }

    @Test
    void aNodeThatReachesItsBrokerIsReady() {
        broker.ready(false);
        assertThat(health.check()).isPresent();
        broker.ready(true);
        assertThat(health.check()).isEmpty();
    }

    @Test
    void anOutageIsBornePatiently() {
        assertThat(health.check()).isEmpty();
        broker.ready(false);
        assertThat(health.check()).isEmpty();
        clock.advance(BrokerHealth.PATIENCE.minus(MOMENT));
        assertThat(health.check()).isEmpty();
        clock.advance(MOMENT);
        assertThat(health.check()).contains("the broker has been unreachable for more than 30 s");
    }

    @Test
    void theEndOfAnOutageMakesReadyAtOnce() {
        assertThat(health.check()).isEmpty();
        broker.ready(false);
        assertThat(health.check()).isEmpty();
        clock.advance(Duration.ofMinutes(10));
        assertThat(health.check()).isPresent();
        broker.ready(true);
        assertThat(health.check()).isEmpty();
    }

    @Test
    void eachOutageHasItsOwnTime() {
        assertThat(health.check()).isEmpty();
        for (int outage = 0; outage < 3; outage++) {
            broker.ready(false);
            assertThat(health.check()).isEmpty();
            clock.advance(BrokerHealth.PATIENCE.minus(MOMENT));
            assertThat(health.check()).isEmpty();
            broker.ready(true);
            assertThat(health.check()).isEmpty();
        }
    }

    @Test
    void anOutageBeginsWithTheFirstLook() {
        assertThat(health.check()).isEmpty();
        broker.ready(false);
        clock.advance(Duration.ofMinutes(10));
        assertThat(health.check()).isEmpty();
    }
}
