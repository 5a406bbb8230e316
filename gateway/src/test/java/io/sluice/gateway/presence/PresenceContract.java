package io.sluice.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Payload;
import io.sluice.common.redis.Outcomes;
import io.sluice.gateway.testing.LeakWatch;
import io.sluice.gateway.testing.Patience;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every presence store promises; each implementation runs it. */
@ExtendWith(LeakWatch.class)
public abstract class PresenceContract {

    private static final Duration PATIENCE = Patience.OF_TESTS;
    private static final Duration SHORT = Duration.ofMillis(400);

    protected final Vertx vertx = Vertx.vertx();
    protected final String channel = "presence-" + UUID.randomUUID();

    private PresenceStore store;

    /** A store that has not been started, over what all stores of this test share. */
    protected abstract PresenceStore newStore(Duration ttl);

    @BeforeEach
    void startStore() {
        store = newStore(PresenceStore.TTL);
        Outcomes.of(store.start());
    }

    @AfterEach
    void stopStore() {
        Outcomes.of(store.stop());
        Outcomes.of(vertx.close());
    }

    protected PresenceStore store() {
        return store;
    }

    @Test
    void nobodyIsInAnUnknownChannel() {
        assertThat(Outcomes.of(store.members(channel))).isEmpty();
        assertThat(Outcomes.of(store.stats(channel))).isEqualTo(new PresenceStats(0, 0));
    }

    @Test
    void everythingAboutAMemberSurvives() {
        ClientInfo ann = new ClientInfo("\u00fc ann", "c1", Payload.of("{\"a\":\"\u00e9\"}"), Payload.EMPTY);
        ClientInfo anonymous = new ClientInfo("", "c2", Payload.EMPTY, Payload.binary(new byte[] {0, -1, 2}));

        Outcomes.of(store.put(List.of(new Member(channel, ann), new Member(channel, anonymous))));

        var members = Outcomes.of(store.members(channel));
        assertThat(members).containsOnlyKeys("c1", "c2");
        assertThat(members.get("c1")).isEqualTo(ann);
        assertThat(members.get("c1").connectionInfo().isBinary()).isFalse();
        assertThat(members.get("c2")).isEqualTo(anonymous);
        assertThat(members.get("c2").channelInfo().isBinary()).isTrue();
    }

    @Test
    void clientsAndUsersAreCounted() {
        put(channel, "ann:1", "ann:2", "bob:3", ":4", ":5");
        assertThat(Outcomes.of(store.stats(channel))).isEqualTo(new PresenceStats(5, 3));

        remove(channel, "ann:1", ":4");
        assertThat(Outcomes.of(store.stats(channel))).isEqualTo(new PresenceStats(3, 3));

        remove(channel, "ann:2", ":5");
        assertThat(Outcomes.of(store.stats(channel))).isEqualTo(new PresenceStats(1, 1));
    }

    @Test
    void puttingAgainCountsOnce() {
        put(channel, "ann:1");
        put(channel, "ann:1");
        put(channel, "ann:1", "ann:1");

        assertThat(Outcomes.of(store.stats(channel))).isEqualTo(new PresenceStats(1, 1));
        remove(channel, "ann:1");
        assertThat(Outcomes.of(store.stats(channel))).isEqualTo(new PresenceStats(0, 0));
    }

    @Test
    void puttingAgainBringsTheNewInfo() {
        put(channel, "ann:1");
        ClientInfo renewed = new ClientInfo("ann", "1", Payload.of("{\"new\":1}"), Payload.EMPTY);

        Outcomes.of(store.put(List.of(new Member(channel, renewed))));

        assertThat(Outcomes.of(store.members(channel)))
                .containsEntry("1", renewed)
                .hasSize(1);
        assertThat(Outcomes.of(store.stats(channel))).isEqualTo(new PresenceStats(1, 1));
    }

    @Test
    void aClientThatChangesItsUserIsCountedForTheNewOne() {
        put(channel, "ann:1", "bob:2");
        put(channel, "bob:1");

        assertThat(Outcomes.of(store.stats(channel))).isEqualTo(new PresenceStats(2, 1));
    }

    @Test
    void removedClientIsGoneAtOnce() {
        put(channel, "ann:1", "bob:2");

        remove(channel, "ann:1");

        assertThat(Outcomes.of(store.members(channel))).containsOnlyKeys("2");
    }

    @Test
    void removingSomebodyUnknownIsNoError() {
        remove(channel, "ann:1");
        put(channel, "bob:2");
        remove(channel, "ann:1", "ann:1");

        assertThat(Outcomes.of(store.stats(channel))).isEqualTo(new PresenceStats(1, 1));
    }

    @Test
    void channelsAreKeptApart() {
        Outcomes.of(store.put(List.of(member(channel + "a", "ann:1"), member(channel + "b", "ann:1"))));

        remove(channel + "a", "ann:1");

        assertThat(Outcomes.of(store.members(channel + "a"))).isEmpty();
        assertThat(Outcomes.of(store.members(channel + "b"))).containsOnlyKeys("1");
    }

    @Test
    void whatOneCallerDoesHappensInThatOrder() {
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            done.add(store.put(List.of(member(channel, "ann:" + i))));
            done.add(store.remove(channel, String.valueOf(i), "ann"));
        }
        done.add(store.put(List.of(member(channel, "ann:last"))));
        done.forEach(Outcomes::of);

        assertThat(Outcomes.of(store.members(channel))).containsOnlyKeys("last");
    }

    @Test
    void largeBatchesArePutWhole() {
        List<Member> members = IntStream.range(0, 3000)
                .mapToObj(i -> member(channel + i % 3, "user" + i / 30 + ":" + i))
                .toList();

        Outcomes.of(store.put(members));
        Outcomes.of(store.put(List.of()));

        for (int i = 0; i < 3; i++) {
            assertThat(Outcomes.of(store.stats(channel + i))).isEqualTo(new PresenceStats(1000, 100));
            assertThat(Outcomes.of(store.members(channel + i))).hasSize(1000);
        }
    }

    @Test
    void membersWhoAreNotPutAgainGo() {
        PresenceStore brief = newStore(SHORT);
        Outcomes.of(brief.put(List.of(member(channel, "ann:1"), member(channel, "bob:2"), member(channel, "bob:3"))));

        // All in one look: after a pause the third has gone as well, until it is put again.
        await().atMost(PATIENCE).untilAsserted(() -> {
            Outcomes.of(brief.put(List.of(member(channel, "bob:3"))));
            assertThat(Outcomes.of(brief.members(channel))).containsOnlyKeys("3");
            assertThat(Outcomes.of(brief.stats(channel))).isEqualTo(new PresenceStats(1, 1));
        });
    }

    @Test
    void theLastMemberGoesToo() {
        PresenceStore brief = newStore(SHORT);
        Outcomes.of(brief.put(List.of(member(channel, "ann:1"))));

        await().atMost(PATIENCE).until(() -> Outcomes.of(brief.stats(channel)).equals(new PresenceStats(0, 0)));

        assertThat(Outcomes.of(brief.members(channel))).isEmpty();
    }

    private void put(String where, String... members) {
        Outcomes.of(store.put(
                List.of(members).stream().map(text -> member(where, text)).toList()));
    }

    private void remove(String where, String... members) {
        for (String member : members) {
            ClientInfo info = member(where, member).info();
            Outcomes.of(store.remove(where, info.client(), info.user()));
        }
    }

    /** From {@code user:client}. */
    protected static Member member(String channel, String text) {
        int colon = text.indexOf(':');
        return new Member(
                channel,
                new ClientInfo(text.substring(0, colon), text.substring(colon + 1), Payload.of("{}"), Payload.EMPTY));
    }
}
