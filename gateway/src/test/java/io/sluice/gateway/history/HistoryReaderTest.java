package io.sluice.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.channel.ChannelName;
import io.sluice.gateway.fakes.TestOptions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryReaderTest {

    private static final ChannelLookup.Found NEWS = channel("news", "history_size=10", "history_ttl=60s");

    private final StreamBroker broker = new StreamBroker();
    private final HistoryReader reader = new HistoryReader(broker.broker(), new Streams(Duration.ofHours(2)), 300);

    @Test
    void thePageIsTheBrokersAndTheStreamIsForgottenAsTheOptionsSay() {
        broker.answer(page(5, 1, 5));
        assertThat(reader.read(NEWS, 7, Optional.empty(), true).result()).isEqualTo(page(5, 1, 5));
        assertThat(broker.asked()).containsExactly(new HistoryQuery(7, Optional.empty(), true));
        assertThat(broker.metaTtls()).containsExactly(Duration.ofHours(2));
    }

    @Test
    void aNamespaceMaySayHowLongItsStreamsLive() {
        broker.answer(page(0, 1, 0));
        reader.read(
                channel("news", "history_size=10", "history_ttl=60s", "history_meta_ttl=5h"),
                0,
                Optional.empty(),
                false);
        assertThat(broker.metaTtls()).containsExactly(Duration.ofHours(5));
    }

    @Test
    void aChannelWithoutHistoryHasNone() {
        assertThat(error(reader.read(channel("news"), 10, Optional.empty(), false)))
                .isEqualTo(ErrorCode.NOT_AVAILABLE);
        assertThat(broker.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "300, 300", "301, 300", "-1, 300", "-7, 300", "2147483647, 300", "-2147483648, 300"})
    void aLimitOutOfRangeIsTheMaximum(int asked, int limit) {
        broker.answer(page(0, 1, 0));
        reader.read(NEWS, asked, Optional.empty(), false);
        assertThat(broker.asked().get(0).limit()).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2147483647, 2147483647", "-1, -1", "-7, -1"})
    void aReaderWithoutMaximumReadsAll(int asked, int limit) {
        broker.answer(page(0, 1, 0));
        new HistoryReader(broker.broker(), new Streams(Duration.ofHours(2)), HistoryQuery.NO_LIMIT)
                .read(NEWS, asked, Optional.empty(), false);
        assertThat(broker.asked().get(0).limit()).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -2})
    void aMaximumBelowOneIsAMistake(int maximum) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HistoryReader(broker.broker(), new Streams(Duration.ofHours(2)), maximum));
    }

    @Test
    void nothingLiesBeforeOffsetZero() {
        assertThat(error(reader.read(NEWS, 1, since(0, "e"), true))).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(error(reader.read(NEWS, 1, since(-1, "e"), false))).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(error(reader.read(NEWS, 1, since(-1, "e"), true))).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(broker.asked()).isEmpty();
    }

    /** The stream has publications up to 9, of which those from 5 are kept. */
    @ParameterizedTest
    @CsvSource({
        "e, 8, 10, false, 9, true",
        "e, 4, 10, false, 5, true",
        "'', 4, 10, false, 5, true",
        "e, 9, 10, false, 0, true",
        "e, 0, 10, false, 5, true",
        "'', 0, 10, false, 5, true",
        "x, 8, 10, false, 9, false",
        "x, 0, 10, false, 5, false",
        "e, 3, 10, false, 5, false",
        "e, 10, 10, false, 0, false",
        "'', 10, 10, false, 0, false",
        "e, 9223372036854775807, 10, false, 0, false",
        "e, 3, 0, false, 0, true",
        "x, 3, 0, false, 0, false",
        "e, 12, 0, false, 0, false",
        "e, 7, 10, true, 6, true",
        "e, 2, 10, true, 0, true",
        "x, 7, 10, true, 6, false"
    })
    void aPageThatDoesNotContinueThePositionIsRefused(
            String epoch, long offset, int limit, boolean reverse, long first, boolean recoverable) {
        broker.answer(page(9, first == 0 ? 10 : first, 9));
        Future<HistoryPage> read = reader.read(NEWS, limit, since(offset, epoch), reverse);
        assertThat(read.succeeded()).isEqualTo(recoverable);
        if (!recoverable) {
            assertThat(error(read)).isEqualTo(ErrorCode.UNRECOVERABLE_POSITION);
        }
    }

    @Test
    void aPositionBeforePublicationsThatHaveAllExpiredIsRefused() {
        broker.answer(page(9, 10, 9));
        assertThat(error(reader.read(NEWS, 10, since(8, "e"), false))).isEqualTo(ErrorCode.UNRECOVERABLE_POSITION);
    }

    @Test
    void aBrokerThatFailsIsAnInternalError() {
        assertThat(error(reader.read(NEWS, 10, Optional.empty(), false))).isEqualTo(ErrorCode.INTERNAL);
    }

    private static Optional<StreamPosition> since(long offset, String epoch) {
        return Optional.of(new StreamPosition(offset, epoch));
    }

    /** Publications from {@code first} to {@code last}. */
    private static HistoryPage page(long top, long first, long last) {
        List<Publication> publications = LongStream.rangeClosed(first, last)
                .mapToObj(offset -> new Publication(
                        Payload.of(Long.toString(offset)), null, offset, Map.of(), DataForm.PLAIN, "", "e", 0))
                .toList();
        return new HistoryPage(publications, new StreamPosition(top, "e"));
    }

    private static ChannelLookup.Found channel(String name, String... options) {
        return new ChannelLookup.Found(new ChannelName(name), TestOptions.of("", options));
    }

    private static ErrorCode error(Future<HistoryPage> read) {
        return ((HistoryRefusedException) read.cause()).error();
    }
}
