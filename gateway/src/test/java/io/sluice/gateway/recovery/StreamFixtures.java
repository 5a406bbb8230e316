package io.sluice.gateway.recovery;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Publications, positions and pages in few characters. */
final class StreamFixtures {

    private StreamFixtures() {}

    static StreamPosition at(long offset, String epoch) {
        return new StreamPosition(offset, epoch);
    }

    /** A publication whose data tell where it belongs. */
    static Publication publication(long offset, String epoch) {
        Payload data = Payload.of("\"" + epoch + offset + "\"");
        return new Publication(data, null, offset, Map.of(), DataForm.PLAIN, "", epoch, 0);
    }

    static List<Publication> publications(String epoch, long... offsets) {
        return Arrays.stream(offsets)
                .mapToObj(offset -> publication(offset, epoch))
                .toList();
    }

    static HistoryPage page(StreamPosition top, long... offsets) {
        return new HistoryPage(publications(top.epoch(), offsets), top);
    }

    static List<Long> offsets(List<Publication> publications) {
        return publications.stream().map(Publication::offset).toList();
    }

    static List<Long> between(long after, long last) {
        return LongStream.rangeClosed(after + 1, last).boxed().toList();
    }
}
