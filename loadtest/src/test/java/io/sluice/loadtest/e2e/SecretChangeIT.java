package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.client.ClosedException;
import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.client.Json;
import io.sluice.loadtest.client.ProtocolClient;
import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ClusterPlan;
import io.sluice.loadtest.cluster.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The key of the server API and the secret of tokens are changed as docs/operations.md says: a roll in which both are good, then their
 * users change, then a roll in which only the new ones are.
 */
class SecretChangeIT {

    private static final String OLD = "the-old-secret-that-is-long-enough-1";
    private static final String NEW = "the-new-secret-that-is-long-enough-2";
    private static final List<String> BOTH = settings(
            "http_api.key=" + NEW,
            "http_api.previous_key=" + OLD,
            "client.token.hmac_secret_key=" + NEW,
            "client.token.hmac_previous_secret_key=" + OLD);
    private static final List<String> NEW_ONLY =
            settings("http_api.previous_key=", "client.token.hmac_previous_secret_key=");

    private static final int CLIENTS = 20;
    private static final String CHANNEL = "news";

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void nobodyIsRefusedAndNothingIsMissedWhileSecretsAreChanged() throws Exception {
        try (Cluster cluster = Cluster.start(plan());
                Clients clients = new Clients()) {
            List<RecoveringClient> subscribers = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> RecoveringClient.recoverable(
                            clients, cluster.router().webSocketUri(), CHANNEL))
                    .toList();
            subscribers.forEach(RecoveringClient::connect);
            await().atMost(PATIENCE).until(() -> subscribers.stream().allMatch(RecoveringClient::subscribed));
            HttpApi withOldKey = new HttpApi(clients.vertx(), cluster.router().apiUrl(), OLD);
            HttpApi withNewKey = new HttpApi(clients.vertx(), cluster.router().apiUrl(), NEW);
            KeyedFeed feed = KeyedFeed.start(clients.vertx(), withOldKey, CHANNEL);

            roll(cluster, BOTH);
            for (ServerProcess gateway : cluster.gateways()) {
                letsIn(clients, gateway, OLD);
                letsIn(clients, gateway, NEW);
            }
            feed.use(withNewKey);
            roll(cluster, NEW_ONLY);
            for (ServerProcess gateway : cluster.gateways()) {
                letsIn(clients, gateway, NEW);
                assertThatExceptionOfType(ClosedException.class)
                        .isThrownBy(() -> connect(clients, gateway, OLD))
                        .withMessageContaining("3500");
            }

            long published = Clients.get(feed.stop());
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(subscribers)
                    .allSatisfy(client -> assertThat(client.place().offset()).isEqualTo(published)));
            assertThat(feed.refusals()).isEmpty();
            assertThat(subscribers).allSatisfy(client -> {
                assertThat(client.faults()).isEmpty();
                assertThat(client.returns()).allMatch(RecoveringClient.Return::recovered);
            });
        }
    }

    private static ClusterPlan plan() {
        return TestClusters.withHistory(2)
                .withSetting("client.insecure", "false")
                .withSetting("http_api.insecure", "false")
                .withSetting("http_api.key", OLD)
                .withSetting("client.token.hmac_secret_key", OLD)
                // Those who listen show no token, so that they come back by themselves.
                .withSetting("client.allow_anonymous_connect_without_token", "true")
                .withSetting("channel.without_namespace.allow_subscribe_for_client", "true")
                .withSetting("channel.without_namespace.allow_subscribe_for_anonymous", "true");
    }

    private static List<String> settings(String... settings) {
        List<String> arguments = new ArrayList<>();
        for (String setting : settings) {
            arguments.add("--set");
            arguments.add(setting);
        }
        return arguments;
    }

    private static void roll(Cluster cluster, List<String> settings) throws InterruptedException {
        for (ServerProcess gateway : cluster.gateways()) {
            assertThat(gateway.replace(settings)).isZero();
        }
    }

    private static void letsIn(Clients clients, ServerProcess gateway, String secret) throws Exception {
        assertThat(connect(clients, gateway, secret).connectResult().has("client"))
                .isTrue();
    }

    private static ProtocolClient connect(Clients clients, ServerProcess gateway, String secret) throws Exception {
        String token = new SignedTokens(secret, Duration.ofMinutes(10)).connection("ann", "Ann");
        return Clients.get(clients.connecting(
                gateway.webSocketUri(), Json.object().put("token", token), new ProtocolClient.Listener() {}));
    }
}
