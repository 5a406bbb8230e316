package io.sluice.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.sluice.loadtest.client.FakeGateway;
import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.measure.TimeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowReadersTest {
    private static final ChannelNames NAMES = new ChannelNames("s");

    private final FakeGateway gateway = new FakeGateway("node", 0);
    private final SlowReaders readers = new SlowReaders(2, Fakes.target(gateway), TimeSource.system());

    @AfterEach
    void close() {
        readers.runEnds();
        gateway.close();
    }

    private long connects() {
        return gateway.frames().stream()
                .filter(frame -> frame.contains("\"connect\""))
                .count();
    }

    @Test
    void theySubscribeAndStayUntilTheRunIsOver() throws Exception {
        readers.beforeFeed(Fakes.shape(), NAMES);
        assertThat(connects()).isEqualTo(2);

        readers.feedEnds();
        readers.runEnds();

        assertThat(readers.disconnected()).isZero();
        assertThat(readers.liveHeap()).isEmpty();
    }

    @Test
    void aServerThatIsNotThereIsAnErrorInWords() {
        gateway.close();

        assertThatIOException()
                .isThrownBy(() -> readers.beforeFeed(Fakes.shape(), NAMES))
                .withMessageContaining("a slow client cannot subscribe")
                .withMessageContaining("refused");
    }
}
