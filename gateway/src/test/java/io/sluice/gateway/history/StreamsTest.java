package io.sluice.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.broker.StreamLimits;
import io.sluice.gateway.fakes.TestOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Streams streams = new Streams(HOUR);

    @Test
    void aChannelWithoutHistoryHasNoStream() {
        assertThat(streams.limits(TestOptions.CLOSED)).isEmpty();
    }

    @Test
    void theOptionsSayWhatIsKept() {
        assertThat(streams.limits(TestOptions.of("a1", "history_size=3", "history_ttl=60s")))
                .contains(new StreamLimits(3, Duration.ofSeconds(60), HOUR));
        assertThat(streams.limits(TestOptions.of("a1", "history_size=3", "history_ttl=60s", "history_meta_ttl=61s")))
                .contains(new StreamLimits(3, Duration.ofSeconds(60), Duration.ofSeconds(61)));
    }

    @Test
    void aStreamOutlivesItsPublications() {
        assertThat(streams.limits(TestOptions.of("a1", "history_size=3", "history_ttl=7200s")))
                .contains(new StreamLimits(3, Duration.ofHours(2), Duration.ofHours(2)));
    }
}
