package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.client.ApiReply;
import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.client.RecordingListener;
import io.sluice.loadtest.client.ReplyErrorException;
import io.sluice.loadtest.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisOutageIT {

    private static final Duration OUTAGE = Duration.ofSeconds(3);

    /** Longer than anybody waits here for an answer: who is refused is refused because Redis is gone, and not after this time. */
    private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(5);

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void clientsStayConnectedPublishesFailForNowAndMessagesFlowAgainAfterRedisWasKilled() throws Exception {
        try (Cluster cluster = Cluster.start(TestClusters.twoNodesBehindRouter()
                        .withSetting("engine.redis.command_timeout", COMMAND_TIMEOUT.toSeconds() + "s"));
                Clients clients = new Clients()) {
            List<RecordingListener> listeners = new ArrayList<>();
            List<ProtocolClient> subscribers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                RecordingListener listener = new RecordingListener();
                ProtocolClient client = clients.connect(cluster.router().webSocketUri(), listener);
                Clients.get(client.subscribe("prices"));
                listeners.add(listener);
                subscribers.add(client);
            }
            HttpApi api = new HttpApi(clients.vertx(), cluster.router().apiUrl(), "");

            cluster.redis().killForcibly();
            long returnNanos = System.nanoTime() + OUTAGE.toNanos();
            int refused = 0;
            while (System.nanoTime() < returnNanos) {
                publishIsRefusedForNow(subscribers.get(refused % subscribers.size()));
                publishIsRefusedForNow(api);
                refused++;
            }
            cluster.redis().restart();

            await().ignoreExceptions()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> {
                        Clients.get(subscribers.get(0).publish("prices", Json.read("{\"after\":true}")));
                        assertThat(listeners).allSatisfy(listener -> assertThat(listener.publications())
                                .isNotEmpty());
                    });
            assertThat(refused).as("publishes during the outage").isPositive();
            assertThat(listeners)
                    .allSatisfy(listener -> assertThat(listener.closed()).isEmpty());
        }
    }

    private static void publishIsRefusedForNow(ProtocolClient client) throws Exception {
        assertThatThrownBy(() -> Clients.get(client.publish("prices", Json.read("1"))))
                .asInstanceOf(type(ReplyErrorException.class))
                .satisfies(error -> assertThat(error.code()).isEqualTo(100))
                .satisfies(error -> assertThat(error.temporary()).isTrue());
    }

    private static void publishIsRefusedForNow(HttpApi api) throws Exception {
        ApiReply reply = Clients.get(api.publish("prices", "1"));
        assertThat(reply.error())
                .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo(100));
    }
}
