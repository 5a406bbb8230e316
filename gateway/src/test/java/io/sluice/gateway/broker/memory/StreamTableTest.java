package io.sluice.gateway.broker.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.broker.PublishOptions;
import io.sluice.gateway.broker.StreamLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamTableTest {

    private static final Duration META_TTL = Duration.ofSeconds(1);
    private static final HistoryQuery ALL = new HistoryQuery(HistoryQuery.NO_LIMIT, Optional.empty(), false);

    private final StreamTable table = new StreamTable(3);

    @Test
    void publicationsGoAtTheirTimeAndThePositionStays() {
        StreamPosition position = append("a", 100, 0);

        table.expire(99);
        assertThat(read("a", 99).publications()).hasSize(1);
        table.expire(100);

        assertThat(read("a", 100)).isEqualTo(new HistoryPage(List.of(), position));
    }

    @Test
    void eachPublicationKeepsAllOfThemForItsOwnTime() {
        append("a", 100, 0);
        append("a", 100, 50);

        assertThat(read("a", 149).publications()).hasSize(2);
        assertThat(read("a", 150).publications()).isEmpty();
    }

    @Test
    void aShorterTimeCountsAtOnce() {
        append("a", 500, 0);
        append("a", 10, 0);

        assertThat(read("a", 10).publications()).isEmpty();
    }

    @Test
    void streamsAreForgottenWithoutBeingAskedFor() {
        append("a", 100, 0);
        append("b", 100, 500);

        table.expire(1000);
        assertThat(table.size()).isEqualTo(1);
        table.expire(1500);
        assertThat(table.size()).isZero();
    }

    @Test
    void everyUseKeepsAStreamForLonger() {
        StreamPosition position = append("a", 100, 0);
        for (long now = 900; now < 10_000; now += 900) {
            assertThat(read("a", now).top()).isEqualTo(position);
        }
    }

    @Test
    void theStreamUnusedForLongestMakesRoomAndItsNextLifeHasAnotherEpoch() {
        StreamPosition a = append("a", 100, 0);
        StreamPosition b = append("b", 100, 0);
        append("c", 100, 0);
        read("a", 1);

        append("d", 100, 1);

        assertThat(table.size()).isEqualTo(3);
        assertThat(read("a", 1).top()).isEqualTo(a);
        assertThat(read("b", 1).top().epoch()).isNotEqualTo(b.epoch());
    }

    @Test
    void whatMadeRoomLeavesNothingBehind() {
        for (int i = 0; i < 100; i++) {
            append("channel-" + i, 100, 0);
        }
        assertThat(table.size()).isEqualTo(3);
        table.expire(1000);
        assertThat(table.size()).isZero();
    }

    private StreamPosition append(String channel, long ttlMillis, long nowMillis) {
        StreamLimits limits = new StreamLimits(10, Duration.ofMillis(ttlMillis), META_TTL);
        MemoryStream stream = table.use(channel, META_TTL, nowMillis);
        stream.append(
                new Publication(Payload.of("1"), null, 0, Map.of(), DataForm.PLAIN, "", "", 0),
                PublishOptions.PLAIN,
                limits,
                nowMillis);
        table.changed(stream);
        return stream.position();
    }

    private HistoryPage read(String channel, long nowMillis) {
        return table.use(channel, META_TTL, nowMillis).read(ALL);
    }
}
