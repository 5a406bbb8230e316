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
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(3);

    @Test
    void clientsStayConnectedPublishesFailForNowAndMessagesFlowAgainAfterRedisWasKilled() throws Exception {
        try (Cluster cluster = Cluster.start(TestClusters.twoNodesBehindRouter());
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
                    .atMost(RECOVERY_LIMIT)
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
        long askedNanos = System.nanoTime();
        assertThatThrownBy(() -> Clients.get(client.publish("prices", Json.read("1"))))
                .asInstanceOf(type(ReplyErrorException.class))
                .satisfies(error -> assertThat(error.code()).isEqualTo(100))
                .satisfies(error -> assertThat(error.temporary()).isTrue());
        assertThat(Duration.ofNanos(System.nanoTime() - askedNanos)).isLessThan(ANSWER_LIMIT);
    }

    private static void publishIsRefusedForNow(HttpApi api) throws Exception {
        long askedNanos = System.nanoTime();
        ApiReply reply = Clients.get(api.publish("prices", "1"));
        assertThat(reply.error())
                .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo(100));
        assertThat(Duration.ofNanos(System.nanoTime() - askedNanos)).isLessThan(ANSWER_LIMIT);
    }
}
