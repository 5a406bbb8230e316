package io.sluice.loadtest.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.loadtest.cluster.Cluster;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways and a router that find Redis by Sentinel, while the master changes. */
class SentinelIT {

    private static final int CLIENTS = 40;
    private static final List<String> CHANNELS =
            IntStream.range(0, 5).mapToObj(i -> "watched-" + i).toList();

    private static final long INTERVAL_MILLIS = 10;
    private static final int BEFORE = 100;
    private static final int UNREPLICATED = BEFORE + 20;
    private static final int LAST = 200;

    /**
     * The machine may be busy with other things; how fast it is, is not what is tested. Sentinels that were not run for two
     * seconds do nothing for half a minute.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    /** The last one first; as many as the start came to. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private Clients clients;
    private SentinelSet redis;
    private Cluster cluster;
    private List<RecoveringClient> subscribers;

    @BeforeEach
    void start() throws Exception {
        clients = new Clients();
        started.push(clients);
        redis = SentinelSet.start(clients, directory);
        started.push(redis);
        cluster = Cluster.start(redis.used(TestClusters.withHistory(2)));
        started.push(cluster);
        URI uri = cluster.router().webSocketUri();
        subscribers = IntStream.range(0, CLIENTS)
                .mapToObj(i -> RecoveringClient.recoverable(clients, uri, CHANNELS.get(i % CHANNELS.size())))
                .toList();
        subscribers.forEach(RecoveringClient::connect);
        await().atMost(PATIENCE).until(() -> subscribers.stream().allMatch(RecoveringClient::subscribed));
        publish(1, BEFORE);
        reach(BEFORE);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
    }

    @Test
    void publishesFlowAgainOnTheNewMasterWhenTheMasterIsKilled() throws Exception {
        redis.killMaster();
        publish(BEFORE + 1, LAST);

        reach(LAST);
        assertNothingWasLostAndNobodyCutOff();
    }

    @Test
    void publishesFlowAgainOnTheNewMasterWhenTheMasterHangs() throws Exception {
        redis.haltMaster();
        publish(BEFORE + 1, LAST);
        reach(LAST);

        // It believes to be the master until a sentinel tells it otherwise.
        redis.continueMaster();
        publish(LAST + 1, LAST + BEFORE);
        reach(LAST + BEFORE);

        redis.awaitFormerMasterIsReplica();
        assertNothingWasLostAndNobodyCutOff();
    }

    @Test
    void publishesFlowOnTheNewMasterAfterTheSentinelsWereAskedToChangeIt() throws Exception {
        redis.askForFailover();
        publish(BEFORE + 1, LAST);

        reach(LAST);
        assertNothingWasLostAndNobodyCutOff();
    }

    @Test
    void clientsThatHaveWhatTheNewMasterHasNotAreTold() throws Exception {
        redis.cutReplicaOff();
        publish(BEFORE + 1, UNREPLICATED);
        reach(UNREPLICATED);

        redis.killMaster();

        reach(BEFORE);
        assertThat(subscribers).allSatisfy(client -> {
            assertThat(client.unsubscribed()).containsOnly(2500);
            assertThat(client.returns()).first().satisfies(first -> {
                assertThat(first.recovered()).isFalse();
                assertThat(first.before().offset()).isEqualTo(UNREPLICATED);
            });
            assertThat(client.returns()).anySatisfy(SentinelIT::tellsOfANewEpoch);
        });
        publish(BEFORE + 1, LAST);
        reach(LAST);
        assertThat(subscribers).allSatisfy(client -> assertThat(client.faults()).isEmpty());
    }

    @Test
    void clientsThatWereAwayWithWhatTheNewMasterHasNotAreToldThoughTheirPlaceIsTaken() throws Exception {
        redis.cutReplicaOff();
        publish(BEFORE + 1, UNREPLICATED);
        reach(UNREPLICATED);
        List<RecoveringClient> gone = subscribers.subList(0, CLIENTS / 2);
        gone.forEach(RecoveringClient::leave);
        await().atMost(PATIENCE).until(() -> gone.stream().noneMatch(RecoveringClient::subscribed));

        redis.killMaster();
        publish(BEFORE + 1, LAST);
        gone.forEach(RecoveringClient::connect);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subscribers)
                .allSatisfy(client -> assertThat(client.returns()).anySatisfy(SentinelIT::tellsOfANewEpoch)));
        reach(LAST);
        assertThat(subscribers).allSatisfy(client -> assertThat(client.faults()).isEmpty());
    }

    private static void tellsOfANewEpoch(RecoveringClient.Return answer) {
        assertThat(answer.recovered()).isFalse();
        assertThat(answer.after().epoch()).isNotEqualTo(answer.before().epoch());
    }

    private void publish(int first, int last) {
        var published =
                NumberedFeed.start(clients, cluster.gateway(0).apiUrl(), CHANNELS, first, last, INTERVAL_MILLIS);
        await().atMost(PATIENCE).until(published::isComplete);
    }

    private void reach(int offset) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subscribers)
                .allSatisfy(client -> assertThat(client.place().offset()).isEqualTo(offset)));
    }

    private void assertNothingWasLostAndNobodyCutOff() {
        assertThat(subscribers).allSatisfy(client -> {
            assertThat(client.faults()).isEmpty();
            assertThat(client.returns()).allMatch(RecoveringClient.Return::recovered);
            assertThat(client.returns())
                    .as("returns of those whose connection stayed open")
                    .hasSameSizeAs(client.unsubscribed());
        });
    }
}
