package io.sluice.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.StreamSight;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftStreamsTest {

    private final LeftStreams streams = new LeftStreams(2);

    @Test
    void theOneThatWasLeftFirstIsForgottenWhenThereIsNoRoom() {
        remember("a", 1);
        remember("b", 2);
        remember("a", 3);
        remember("c", 4);

        assertThat(streams.all().stream().map(LeftStreams.Left::channel)).containsExactly("a", "c");
        assertThat(streams.take("a")).containsExactly(sight(3));
    }

    @Test
    void whatIsTakenIsForgotten() {
        remember("a", 1);

        assertThat(streams.take("a")).containsExactly(sight(1));
        assertThat(streams.take("a")).isEmpty();
        assertThat(streams.all()).isEmpty();
    }

    private void remember(String channel, long offset) {
        streams.remember(new LeftStreams.Left(channel, List.of(sight(offset)), Duration.ofHours(1)));
    }

    private static StreamSight sight(long offset) {
        return new StreamSight(new StreamPosition(offset, "life"), 0, 0);
    }
}
