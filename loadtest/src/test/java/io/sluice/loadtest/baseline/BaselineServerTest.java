package io.sluice.loadtest.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.ChannelSet;
import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.load.ClientSpec;
import io.sluice.loadtest.load.Interval;
import io.sluice.loadtest.load.LoadPayload;
import io.sluice.loadtest.measure.OpenLoopSchedule;
import io.sluice.loadtest.measure.TimeSource;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineServerTest {
    private static final ChannelNames NAMES = new ChannelNames("ta");

    @ParameterizedTest
    @ValueSource(ints = {64, 120, 60_000})
    void everySubscriberGetsEveryMessageOnceAndInOrder(int bytes) throws Exception {
        LoadPayload payload = new LoadPayload(bytes);
        try (BaselineServer server = new BaselineServer(2, TimeSource.system());
                ClientLoops loops = ClientLoops.start(1, TimeSource.system())) {
            URI url = URI.create("ws://127.0.0.1:" + server.port() + BaselineServer.PATH);
            for (int i = 0; i < 5; i++) {
                loops.open(ClientSpec.fromTheBeginning(url, i, NAMES, ChannelSet.of(0), payload))
                        .ready()
                        .get(10, TimeUnit.SECONDS);
            }

            server.carryOut(
                    new BaselineOrder(new OpenLoopSchedule(TimeSource.system().nanos(), 500), 50, payload, NAMES));

            List<Interval> intervals = new ArrayList<>();
            await().until(() -> {
                intervals.add(loops.takeInterval());
                return Interval.sum(intervals).delivered() == 250;
            });
            Interval all = Interval.sum(intervals);
            assertThat(loops.missing(channel -> 50)).isZero();
            assertThat(all.duplicated() + all.reordered() + all.stray() + all.broken())
                    .isZero();
        }
    }

    @Test
    void aClientThatHasGoneIsForgotten() throws Exception {
        LoadPayload payload = new LoadPayload(64);
        try (BaselineServer server = new BaselineServer(1, TimeSource.system());
                ClientLoops loops = ClientLoops.start(1, TimeSource.system())) {
            URI url = URI.create("ws://127.0.0.1:" + server.port() + BaselineServer.PATH);
            ClientSpec spec = ClientSpec.fromTheBeginning(url, 0, NAMES, ChannelSet.of(0), payload);
            var gone = loops.open(spec).ready().get(10, TimeUnit.SECONDS);
            gone.close();
            gone.ended().get(10, TimeUnit.SECONDS);
            loops.open(spec).ready().get(10, TimeUnit.SECONDS);

            server.carryOut(
                    new BaselineOrder(new OpenLoopSchedule(TimeSource.system().nanos(), 500), 10, payload, NAMES));

            await().until(() -> loops.missing(channel -> 10) == 0);
        }
    }
}
