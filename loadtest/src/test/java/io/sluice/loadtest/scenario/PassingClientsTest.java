package io.sluice.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.client.FakeGateway;
import io.sluice.loadtest.load.ChannelNames;
import io.sluice.loadtest.load.ClientLoops;
import io.sluice.loadtest.measure.TimeSource;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PassingClientsTest {
    private static final ChannelNames NAMES = new ChannelNames("p");

    private final FakeGateway gateway = new FakeGateway("node", 0);
    private final ClientLoops loops = ClientLoops.start(1, TimeSource.system());

    @AfterEach
    void close() {
        loops.close();
        gateway.close();
    }

    private PassingClients passing(double rate, Duration stay) {
        PassingClients clients = new PassingClients(rate, stay, Fakes.target(gateway), loops, TimeSource.system());
        clients.beforeFeed(Fakes.shape(), NAMES);
        clients.feedStarts(0);
        return clients;
    }

    private void publish(long number) {
        gateway.send("{\"push\":{\"channel\":\"p0\",\"pub\":{\"data\":"
                + Fakes.shape().payload().json(number, TimeSource.system().nanos()) + "}}}");
    }

    private long came() {
        return gateway.frames().stream()
                .filter(frame -> frame.contains("\"connect\""))
                .count();
    }

    @Test
    void clientsComeAndGoUntilTheFeedEnds() throws Exception {
        PassingClients clients = passing(20, Duration.ofSeconds(1));
        await().until(() -> clients.arrivals().subscribed() >= 30);

        clients.feedEnds();

        assertThat(clients.arrivals().open(came())).isZero();
        assertThat(clients.arrivals().failed()).isZero();
        assertThat(loops.missing(channel -> 100)).isZero();
        assertThat(loops.takeInterval().broken()).isZero();
    }

    @Test
    void whatOneMissesBetweenItsFirstAndLastMessageIsLost() throws Exception {
        PassingClients clients = passing(0.001, Duration.ofHours(1));
        await().until(() -> clients.arrivals().subscribed() == 1);
        publish(41);
        publish(44);
        await().until(() -> loops.missing(channel -> 0) == 2);

        clients.feedEnds();

        await().until(() -> loops.missing(channel -> 100) == 2);
    }

    @Test
    void oneThatIsRefusedHasComeInVain() throws Exception {
        gateway.close();
        PassingClients clients = passing(100, Duration.ofMillis(30));

        await().until(() -> clients.arrivals().failed() >= 1);
        clients.feedEnds();

        assertThat(clients.arrivals().firstFailure()).contains("refused");
    }
}
