package io.sluice.gateway.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.redis.RedisMessage;
import io.sluice.gateway.broker.ChannelMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalsTest {

    private static final long NOW = 1_800_000_000_000_000L;
    private static final int MAX_BYTES = 100;

    private final List<Long> hops = new ArrayList<>();
    private final Arrivals arrivals = new Arrivals(MAX_BYTES, () -> NOW, hops::add);

    @Test
    void aPublicationOfANodeKeepsTheTimeOfItsEntryAndTellsItsWay() {
        assertThat(entered(envelope(NOW - 2500))).isEqualTo(NOW - 2500);
        assertThat(hops).containsExactly(2500L);
    }

    @Test
    void aClockThatIsAheadGivesANegativeWay() {
        assertThat(entered(envelope(NOW + 400))).isEqualTo(NOW + 400);
        assertThat(hops).containsExactly(-400L);
    }

    @Test
    void whatComesFromNoNodeEntersHere() {
        assertThat(entered("{}".getBytes(StandardCharsets.UTF_8))).isEqualTo(NOW);
        assertThat(hops).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, NOW - 3_600_000_000L, NOW + 3_600_000_000L})
    void aTimeThatCannotBeIsNone(long entered) {
        assertThat(entered(envelope(entered))).isEqualTo(NOW);
        assertThat(hops).isEmpty();
    }

    @Test
    void aPublicationByAFeedTellsItsWayToo() {
        byte[] bytes = new PublicationEnvelope(publication(), false, "news", NOW - 10)
                .encode()
                .getBytes();
        assertThat(arrivals.fed(new RedisMessage("feed", ByteBuffer.wrap(bytes)))
                        .enteredUnixMicros())
                .isEqualTo(NOW - 10);
        assertThat(hops).containsExactly(10L);
    }

    private long entered(byte[] bytes) {
        List<ChannelMessage> arrived = arrivals.messages(List.of(new RedisMessage("news", ByteBuffer.wrap(bytes))));
        return ((ChannelMessage.Published) arrived.get(0)).enteredUnixMicros();
    }

    private static byte[] envelope(long entered) {
        return new PublicationEnvelope(publication(), false, "", entered)
                .encode()
                .getBytes();
    }

    private static Publication publication() {
        return new Publication(Payload.of("{}"), null, 0, Map.of(), DataForm.PLAIN, "", "", 0);
    }
}
