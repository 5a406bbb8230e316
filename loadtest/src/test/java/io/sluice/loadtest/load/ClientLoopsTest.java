package io.sluice.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.client.FakeGateway;
import io.sluice.loadtest.measure.TimeSource;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real sockets, and a gateway that sends what the test tells it to. */
class ClientLoopsTest {
    private static final ChannelNames NAMES = new ChannelNames("ta");
    private static final LoadPayload PAYLOAD = new LoadPayload(64);

    private final FakeGateway gateway = new FakeGateway("node", 0);
    private final ClientLoops loops = ClientLoops.start(1, TimeSource.system());
    private final List<Interval> intervals = new ArrayList<>();

    @AfterEach
    void close() {
        loops.close();
        gateway.close();
    }

    private LoadClient subscribed(int... channels) throws Exception {
        return open(spec(channels)).ready().get(10, TimeUnit.SECONDS);
    }

    private ClientSpec spec(int... channels) {
        return ClientSpec.fromTheBeginning(gateway.webSocketUri(), 0, NAMES, ChannelSet.of(channels), PAYLOAD);
    }

    private LoadClient open(ClientSpec spec) {
        return loops.open(spec);
    }

    private void send(int channel, long... numbers) {
        StringBuilder frame = new StringBuilder();
        for (long number : numbers) {
            frame.append("{\"push\":{\"channel\":\"")
                    .append(NAMES.name(channel))
                    .append("\",\"pub\":{\"data\":")
                    .append(PAYLOAD.json(number, TimeSource.system().nanos()))
                    .append("}}}\n");
        }
        gateway.send(frame.toString());
    }

    /** All that has come, as soon as so many publications have. */
    private Interval received(long delivered) {
        await().until(() -> {
            intervals.add(loops.takeInterval());
            return Interval.sum(intervals).delivered() >= delivered;
        });
        return Interval.sum(intervals);
    }

    @Test
    void aClientSubscribesItsChannelsAndReceives() throws Exception {
        subscribed(1, 3);
        send(1, 1, 2);
        send(3, 1);

        Interval interval = received(3);

        assertThat(gateway.frames()).anyMatch(frame -> frame.contains("\"ta1\"") && frame.contains("\"ta3\""));
        assertThat(interval.delivered()).isEqualTo(3);
        assertThat(interval.latencies().getTotalCount()).isEqualTo(3);
        assertThat(interval.latencies().getMaxValue()).isPositive();
        assertThat(interval.duplicated() + interval.reordered() + interval.stray() + interval.broken())
                .isZero();
        assertThat(loops.missing(channel -> channel == 1 ? 2 : 1)).isZero();
    }

    @Test
    void duplicatesReorderingLossAndStraysAreSeenPerChannel() throws Exception {
        subscribed(1, 2);
        send(1, 1, 3, 2, 2);
        send(2, 1, 5);
        send(9, 1);
        send(2, 6);

        Interval interval = received(7);

        assertThat(interval.reordered()).isOne();
        assertThat(interval.duplicated()).isOne();
        assertThat(interval.stray()).isOne();
        assertThat(loops.missing(channel -> channel == 1 ? 3 : 7)).isEqualTo(4);
    }

    @Test
    void aPingOfTheServerIsAnswered() throws Exception {
        subscribed(1);

        gateway.send("{}");

        await().until(() -> gateway.frames().contains("{}"));
    }

    @Test
    void aProbeTellsItsRoundTrip() throws Exception {
        subscribed(1);

        loops.probe(5);

        await().until(() -> {
            intervals.add(loops.takeInterval());
            return Interval.sum(intervals).pings().getTotalCount() == 1;
        });
    }

    @Test
    void aConnectionThatTheServerEndsIsBrokenAndMissesTheRest() throws Exception {
        LoadClient client = subscribed(1);
        send(1, 1);
        received(1);

        gateway.disconnect(3008, "slow");

        assertThat(client.ended().get(10, TimeUnit.SECONDS)).isEqualTo(new Ending(3008, "slow"));
        intervals.add(loops.takeInterval());
        assertThat(Interval.sum(intervals).broken()).isOne();
        assertThat(loops.missing(channel -> 4)).isEqualTo(3);
    }

    @Test
    void aConnectionThatWeEndIsNotBrokenAndKeepsOnlyItsGaps() throws Exception {
        LoadClient client = open(spec(1).joiningMidway()).ready().get(10, TimeUnit.SECONDS);
        send(1, 5, 8);
        received(2);

        client.close();

        client.ended().get(10, TimeUnit.SECONDS);
        assertThat(loops.takeInterval().broken()).isZero();
        assertThat(loops.missing(channel -> 100)).isEqualTo(2);
    }

    @Test
    void aServerWithoutWebSocketsIsAnErrorInWords() throws Exception {
        HttpServer plain = gateway.vertx()
                .createHttpServer()
                .requestHandler(request -> request.response().setStatusCode(404).end())
                .listen(0, "127.0.0.1")
                .await();
        URI url = URI.create("ws://127.0.0.1:" + plain.actualPort() + "/connection/websocket");
        LoadClient client = open(ClientSpec.fromTheBeginning(url, 0, NAMES, ChannelSet.of(1), PAYLOAD));

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> client.ready().get(10, TimeUnit.SECONDS))
                .withMessageContaining("the server refused the upgrade: HTTP/1.1 404");
    }

    @Test
    void nobodyListeningIsAnErrorInWords() {
        gateway.close();
        LoadClient client = open(spec(1));

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> client.ready().get(30, TimeUnit.SECONDS))
                .withCauseInstanceOf(IOException.class)
                .withMessageContaining(gateway.port() + "/connection/websocket: the connection ended")
                .withMessageContaining("refused");
    }

    @Test
    void aClientThatDoesNotReadReceivesNothingUntilItReadsAgain() throws Exception {
        LoadClient reader = subscribed(1);
        LoadClient sleeper = open(ClientSpec.fromTheBeginning(
                                gateway.webSocketUri(), 1, NAMES, ChannelSet.of(1), PAYLOAD)
                        .withReceiveBuffer(8_192))
                .ready()
                .get(10, TimeUnit.SECONDS);
        sleeper.stopReading();
        loops.takeInterval(); // Behind the order to stop, on the same loop.
        send(1, 1);

        received(1);
        assertThat(loops.missing(channel -> 1)).isOne();
        sleeper.resumeReading();

        received(2);
        assertThat(loops.missing(channel -> 1)).isZero();
        assertThat(reader.ended()).isNotDone();
    }

    @Test
    void afterAResetNothingOfTheLastRunCounts() throws Exception {
        LoadClient client = subscribed(1);
        send(1, 3);
        received(1);

        loops.reset();
        client.ended().get(10, TimeUnit.SECONDS);

        assertThat(loops.missing(channel -> 10)).isZero();
        assertThat(loops.takeInterval().broken()).isZero();
    }
}
