package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.centrifugal.centrifuge.PublishResult;
import io.github.centrifugal.centrifuge.Subscription;
import io.sluice.loadtest.client.ApiCommand;
import io.sluice.loadtest.client.ApiReply;
import io.sluice.loadtest.client.HttpApi;
import io.sluice.loadtest.cluster.Cluster;
import io.sluice.loadtest.cluster.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code centrifuge-java}, a client that nobody here wrote, sees of the death of its node. */
class JavaSdkRecoveryIT {

    private static final SignedTokens TOKENS =
            new SignedTokens("a secret of the back end, 32 bytes and more", Duration.ofHours(1));
    private static final String ROOM = "$room";
    private static final int PUBLICATIONS = 50;

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final JavaSdkSubscription heard = new JavaSdkSubscription();

    @Test
    void nothingIsMissedOrDoubledWhenItsNodeIsKilled() throws Exception {
        try (Clients clients = new Clients();
                Cluster cluster = Cluster.start(TestClusters.twoNodesWithTokens(
                        TOKENS.secret(), ProcedureBackEnd.start(clients.vertx()).url()));
                JavaSdkClient client = new JavaSdkClient(cluster.router().webSocketUri(), "ann", TOKENS)) {
            Subscription room = client.subscribe(ROOM, heard);
            await().atMost(PATIENCE).until(() -> heard.starts().size() == 1);
            publishByClient(room, 1);
            ServerProcess mine = nodeOfTheClient(clients, cluster);
            ServerProcess other = cluster.gateways().stream()
                    .filter(gateway -> gateway != mine)
                    .findFirst()
                    .orElseThrow();

            // As long as the router stands still, nobody comes back, however long the machine takes to publish.
            cluster.router().signal("STOP");
            mine.kill();
            publishByBackEnd(clients, other);
            assertThat(heard.publications())
                    .as("heard before the client was back")
                    .hasSize(1);
            cluster.router().signal("CONT");
            await().atMost(PATIENCE).until(() -> !client.interruptions().isEmpty());
            await().atMost(PATIENCE).until(() -> heard.starts().size() == 2);
            publishByClient(room, PUBLICATIONS);

            await().atMost(PATIENCE).until(() -> heard.publications().size() >= PUBLICATIONS);
            assertThat(heard.publications())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, PUBLICATIONS)
                            .mapToObj(n -> n + " " + message(n))
                            .toList());
            assertThat(heard.starts().get(1).wasRecovering()).isTrue();
            assertThat(heard.starts().get(1).getRecovered()).isTrue();
            assertThat(client.ids()).hasSize(2);
            assertThat(heard.faults()).isEmpty();
        }
    }

    private static String message(int number) {
        return "{\"n\":" + number + "}";
    }

    private static void publishByClient(Subscription room, int number) throws Exception {
        PublishResult published =
                JavaSdkClient.get(answer -> room.publish(JavaSdkClient.bytes(message(number)), answer));
        assertThat(published).isNotNull();
    }

    /** All but the first and the last. */
    private static void publishByBackEnd(Clients clients, ServerProcess gateway) throws Exception {
        List<ApiCommand> commands = IntStream.range(2, PUBLICATIONS)
                .mapToObj(n -> ApiCommand.publish(ROOM, message(n)))
                .toList();
        HttpApi api = new HttpApi(clients.vertx(), gateway.apiUrl(), "");
        List<ApiReply> replies = Clients.get(api.batch(commands));
        assertThat(replies).allSatisfy(reply -> assertThat(reply.error()).isEmpty());
    }

    /** Nodes tell each other of their clients every few seconds. */
    private static ServerProcess nodeOfTheClient(Clients clients, Cluster cluster) {
        HttpApi api = new HttpApi(clients.vertx(), cluster.router().apiUrl(), "");
        String name = await().atMost(PATIENCE).until(() -> nodeWithAClient(api), found -> !found.isEmpty());
        return cluster.gateways().stream()
                .filter(gateway -> gateway.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String nodeWithAClient(HttpApi api) throws Exception {
        for (JsonNode node : Clients.get(api.info()).result().path("nodes")) {
            if (node.path("num_clients").asInt() == 1) {
                return node.path("name").asText();
            }
        }
        return "";
    }
}
