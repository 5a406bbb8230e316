package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.centrifugal.centrifuge.HistoryOptions;
import io.github.centrifugal.centrifuge.HistoryResult;
import io.github.centrifugal.centrifuge.PresenceStatsResult;
import io.github.centrifugal.centrifuge.PublishResult;
import io.github.centrifugal.centrifuge.RPCResult;
import io.github.centrifugal.centrifuge.ReplyError;
import io.github.centrifugal.centrifuge.StreamPosition;
import io.github.centrifugal.centrifuge.Subscription;
import io.sluice.loadtest.cluster.Cluster;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A client that nobody here wrote, {@code centrifuge-java}, in protobuf over WebSocket, through the router to two gateways. */
class JavaSdkIT {

    private static final SignedTokens TOKENS =
            new SignedTokens("a secret of the back end, 32 bytes and more", Duration.ofHours(1));
    private static final String USER = "ann";

    /** The machine may be busy with other things; how fast it is, is not what is tested. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static Clients clients;
    private static Cluster cluster;

    private final JavaSdkSubscription heard = new JavaSdkSubscription();
    private JavaSdkClient client;
    private Subscription room;

    @BeforeAll
    static void startCluster() throws Exception {
        clients = new Clients();
        String procedures = ProcedureBackEnd.start(clients.vertx()).url();
        cluster = Cluster.start(TestClusters.twoNodesWithTokens(TOKENS.secret(), procedures));
    }

    @AfterAll
    static void endCluster() throws Exception {
        cluster.close();
        clients.close();
    }

    /** To a private channel of the test's own, which takes a token. */
    @BeforeEach
    void subscribeThroughTheRouter(TestInfo test) throws Exception {
        client = new JavaSdkClient(cluster.router().webSocketUri(), USER, TOKENS);
        room = client.subscribe("$" + test.getTestMethod().orElseThrow().getName(), heard);
        await().atMost(PATIENCE).until(() -> heard.starts().size() == 1);
    }

    @AfterEach
    void nothingWentWrong() throws Exception {
        assertThat(heard.faults()).isEmpty();
        assertThat(client.interruptions()).isEmpty();
        client.close();
    }

    @Test
    void whatIsPublishedIsHeardAndKept() throws Exception {
        publishByClient("{\"n\":1}");
        publishByClient("{\"n\":2}");
        publishByClient("{\"n\":3}");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard.publications())
                .containsExactly("1 {\"n\":1}", "2 {\"n\":2}", "3 {\"n\":3}"));
        HistoryResult all = JavaSdkClient.get(answer ->
                room.history(new HistoryOptions.Builder().withLimit(10).build(), answer));
        HistoryResult newest = JavaSdkClient.get(answer -> room.history(
                new HistoryOptions.Builder()
                        .withLimit(10)
                        .withSince(new StreamPosition(1, all.getEpoch()))
                        .build(),
                answer));
        assertThat(all.getPublications()).hasSize(3);
        assertThat(newest.getOffset()).isEqualTo(3);
        assertThat(newest.getPublications())
                .extracting(each -> each.getOffset() + " " + JavaSdkClient.text(each.getData()) + " by "
                        + each.getInfo().getUser())
                .containsExactly("2 {\"n\":2} by ann", "3 {\"n\":3} by ann");
    }

    @Test
    void whoIsPresentIsToldWithWhatItsTokenSays() throws Exception {
        String me = client.ids().get(0);

        var present = JavaSdkClient.get(room::presence).getClients();
        PresenceStatsResult counted = JavaSdkClient.get(room::presenceStats);

        assertThat(present).containsOnlyKeys(me);
        assertThat(present.get(me).getUser()).isEqualTo(USER);
        assertThat(JavaSdkClient.text(present.get(me).getConnInfo())).isEqualTo("{\"name\":\"Ann\"}");
        assertThat(counted.getNumClients()).isEqualTo(1);
        assertThat(counted.getNumUsers()).isEqualTo(1);
    }

    @Test
    void theBackEndAnswersProcedureCalls() throws Exception {
        RPCResult greeted = JavaSdkClient.get(
                answer -> client.sdk().rpc("greet", JavaSdkClient.bytes("{\"word\":\"hello\"}"), answer));

        assertThat(JavaSdkClient.text(greeted.getData())).isEqualTo("{\"user\":\"ann\",\"with\":{\"word\":\"hello\"}}");
        assertThatThrownBy(() -> JavaSdkClient.<RPCResult>get(
                        answer -> client.sdk().rpc("insult", JavaSdkClient.bytes("{}"), answer)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ReplyError.class, error -> assertThat(error.getCode()).isEqualTo(1404));
    }

    @Test
    void tokensAreRenewedWithoutAnInterruption() throws Exception {
        // Seconds, since a token that has expired before a busy machine has looked at it is a fault.
        SignedTokens shortLived = new SignedTokens(TOKENS.secret(), Duration.ofSeconds(6));
        JavaSdkSubscription listener = new JavaSdkSubscription();
        try (JavaSdkClient renewing = new JavaSdkClient(cluster.router().webSocketUri(), USER, shortLived)) {
            Subscription subscription = renewing.subscribe("$renewed", listener);

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(renewing.tokenRequests())
                    .containsSubsequence("connection", "connection", "connection")
                    .containsSubsequence("subscription", "subscription", "subscription"));

            assertThat(JavaSdkClient.get(subscription::presence).getClients()).hasSize(1);
            assertThat(renewing.interruptions()).isEmpty();
            assertThat(listener.starts()).hasSize(1);
            assertThat(listener.faults()).isEmpty();
        }
    }

    private void publishByClient(String json) throws Exception {
        PublishResult published = JavaSdkClient.get(answer -> room.publish(JavaSdkClient.bytes(json), answer));
        assertThat(published).isNotNull();
    }
}
