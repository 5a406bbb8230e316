package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.client.Publication;
import io.sluice.loadtest.cluster.Cluster;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GatewayCrashIT {

    private static final int CLIENTS = 40;
    private static final long RECONNECT_DELAY_MILLIS = 100;

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void clientsOfAKilledGatewayReceiveAgainThroughTheRouter() throws Exception {
        // In turns, so that half of the clients are on each node: by load the halves depend on what else the machine
        // does.
        try (Cluster cluster = Cluster.start(TestClusters.inTurns(TestClusters.twoNodesBehindRouter()));
                Clients clients = new Clients()) {
            List<ReturningClient> subscribers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                ReturningClient client =
                        new ReturningClient(clients, cluster.router().webSocketUri());
                client.connect();
                subscribers.add(client);
            }
            await().atMost(PATIENCE)
                    .until(() -> subscribers.stream().allMatch(client -> client.subscriptions.get() == 1));
            HttpApi api = new HttpApi(clients.vertx(), cluster.router().apiUrl(), "");

            cluster.gateway(0).kill();

            await().ignoreExceptions()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> {
                        Clients.get(api.publish("prices", "{\"after\":\"the crash\"}"));
                        assertThat(subscribers).allSatisfy(client -> assertThat(client.received.get())
                                .isPositive());
                    });
            assertThat(subscribers.stream().filter(client -> client.subscriptions.get() == 2))
                    .as("clients that had been on the killed node")
                    .hasSizeBetween(CLIENTS / 2 - 4, CLIENTS / 2 + 4);
        }
    }

    /** A client that comes back as often as it is cut off, as every SDK does. */
    private static final class ReturningClient implements ProtocolClient.Listener {

        private final Clients clients;
        private final URI uri;
        private final AtomicInteger subscriptions = new AtomicInteger();
        private final AtomicInteger received = new AtomicInteger();
        private final AtomicBoolean connecting = new AtomicBoolean();

        ReturningClient(Clients clients, URI uri) {
            this.clients = clients;
            this.uri = uri;
        }

        void connect() {
            clients.connecting(uri, this)
                    .compose(client -> client.subscribe("prices"))
                    .onSuccess(subscribed -> subscriptions.incrementAndGet())
                    .onFailure(cause -> connectLater());
        }

        @Override
        public void publication(Publication publication) {
            received.incrementAndGet();
        }

        @Override
        public void closed(int code, String reason) {
            connectLater();
        }

        /** A failed attempt may be reported twice: by its future, and by the close of its socket. */
        private void connectLater() {
            if (connecting.compareAndSet(false, true)) {
                clients.vertx().setTimer(RECONNECT_DELAY_MILLIS, timer -> {
                    connecting.set(false);
                    connect();
                });
            }
        }
    }
}
