package io.sluice.gateway.hook.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.Payload;
import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.hook.HookClient;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every ledger promises; each implementation runs it. */
public abstract class LedgerContract {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(1);

    /** The page of a node in the one book of this test. */
    protected abstract ConnectionLedger page(String node);

    private static HookClient client(String id) {
        return new HookClient(id, "user of " + id, "websocket", false, Payload.EMPTY, Map.of(), Map.of());
    }

    private static List<String> ids(List<HookClient> clients) {
        return clients.stream().map(HookClient::id).toList();
    }

    /** A node that lives and looks for others that do not. */
    private ConnectionLedger survivor(String node) {
        ConnectionLedger survivor = page(node);
        Outcomes.of(survivor.renew(LONG));
        return survivor;
    }

    private ConnectionLedger deadNode(String node, String... clients) {
        ConnectionLedger dead = page(node);
        Outcomes.of(dead.renew(SHORT));
        Outcomes.of(
                dead.put(List.of(clients).stream().map(LedgerContract::client).toList()));
        return dead;
    }

    private List<HookClient> awaitClaims(ConnectionLedger claimer, int count) {
        List<HookClient> claimed = new ArrayList<>();
        await().until(() -> {
            claimed.addAll(Outcomes.of(claimer.claim(1000)));
            return claimed.size() >= count;
        });
        return claimed;
    }

    @Test
    void clientsOfANodeThatGivesNoSignAreClaimed() {
        deadNode("dead", "a", "b");
        ConnectionLedger survivor = survivor("n");

        assertThat(awaitClaims(survivor, 2)).containsExactlyInAnyOrder(client("a"), client("b"));
        assertThat(Outcomes.of(survivor.claim(1000))).isEmpty();
    }

    @Test
    void allThatIsKnownOfAClientIsKept() {
        HookClient known =
                new HookClient("id", "", "uni_sse", true, Payload.of("{\"plan\":\"gøld\"}"), Map.of(), Map.of());
        ConnectionLedger dead = page("dead");
        Outcomes.of(dead.renew(SHORT));
        Outcomes.of(dead.put(List.of(known)));

        assertThat(awaitClaims(survivor("n"), 1)).containsExactly(known);
    }

    @Test
    void clientsOfALivingNodeAreLeftToIt() {
        ConnectionLedger living = survivor("living");
        Outcomes.of(living.put(List.of(client("a"))));

        assertThat(Outcomes.of(survivor("n").claim(1000))).isEmpty();
        assertThat(Outcomes.of(living.claim(1000))).isEmpty();
    }

    @Test
    void clientsThatWereStruckOutAreNotClaimed() {
        ConnectionLedger node = deadNode("dead", "a", "b", "c");
        Outcomes.of(node.remove(List.of("a", "c", "unknown")));

        assertThat(ids(awaitClaims(survivor("n"), 1))).containsExactly("b");
    }

    @Test
    void clearedPageHasNothingToClaim() {
        ConnectionLedger node = deadNode("dead", "a", "b");
        Outcomes.of(node.clear());
        Outcomes.of(node.put(List.of(client("c"))));

        assertThat(ids(awaitClaims(survivor("n"), 1))).containsExactly("c");
    }

    @Test
    void ofSeveralClaimersEachClientHasOne() {
        String[] clients = IntStream.range(0, 3000).mapToObj(i -> "c" + i).toArray(String[]::new);
        deadNode("dead", clients);
        List<ConnectionLedger> claimers = List.of(survivor("n1"), survivor("n2"), survivor("n3"));
        List<String> claimed = new CopyOnWriteArrayList<>();

        await().until(() -> {
            List<Future<List<HookClient>>> round =
                    claimers.stream().map(claimer -> claimer.claim(100)).toList();
            round.forEach(claims -> claimed.addAll(ids(Outcomes.of(claims))));
            return claimed.size() >= clients.length;
        });

        assertThat(claimed).doesNotHaveDuplicates().hasSize(clients.length);
    }

    @Test
    void limitOfAClaimIsRoughlyKept() {
        deadNode("dead", IntStream.range(0, 3000).mapToObj(i -> "c" + i).toArray(String[]::new));
        ConnectionLedger survivor = survivor("n");
        List<Integer> sizes = new ArrayList<>();
        Set<String> all = new HashSet<>();

        await().until(() -> {
            List<HookClient> claimed = Outcomes.of(survivor.claim(100));
            sizes.add(claimed.size());
            all.addAll(ids(claimed));
            return all.size() == 3000;
        });

        assertThat(sizes).allMatch(size -> size <= 300);
    }

    @Test
    void whatADeadClaimerHadClaimedIsClaimedAgain() {
        deadNode("dead", "a");
        ConnectionLedger first = page("first");
        Outcomes.of(first.renew(SHORT));
        assertThat(ids(awaitClaims(first, 1))).containsExactly("a");

        assertThat(ids(awaitClaims(survivor("second"), 1))).containsExactly("a");
    }

    @Test
    void nodeThatLeavesIsClaimedAtOnce() {
        ConnectionLedger leaver = survivor("leaver");
        Outcomes.of(leaver.put(List.of(client("a"))));

        Outcomes.of(leaver.leave());

        assertThat(ids(Outcomes.of(survivor("n").claim(1000)))).containsExactly("a");
    }

    @Test
    void renewalTellsWhetherThePageWasMissing() {
        ConnectionLedger node = page("n");

        assertThat(Outcomes.of(node.renew(LONG))).isTrue();
        assertThat(Outcomes.of(node.renew(LONG))).isFalse();
    }

    @Test
    void renewalTellsWhetherThePageWasOverdue() {
        ConnectionLedger node = page("n");
        Outcomes.of(node.renew(SHORT));

        await().until(() -> Outcomes.of(node.renew(SHORT)));
    }

    @Test
    void nothingToWriteOrToStrikeOutIsNoError() {
        ConnectionLedger node = survivor("n");

        Outcomes.of(node.put(List.of()));
        Outcomes.of(node.remove(List.of()));
        Outcomes.of(node.clear());
    }
}
