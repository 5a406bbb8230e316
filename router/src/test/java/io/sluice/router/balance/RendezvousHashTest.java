package io.sluice.router.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RendezvousHashTest {

    private static final int KEYS = 4_000;

    private final RendezvousHash policy = new RendezvousHash(1.25, (candidates, draw) -> candidates.size() - 1);

    @Test
    void oneKeyGoesToOneBackendWhateverTheOrderAndTheTicket() {
        List<Candidate> candidates = new ArrayList<>(Candidates.of(9, 9, 9, 9, 9));
        String chosen = chosen(candidates, "user-1", 7);
        Collections.shuffle(candidates, new Random(1));
        assertThat(chosen(candidates, "user-1", -3)).isEqualTo(chosen);
    }

    @Test
    void keysSpreadEvenly() {
        List<Candidate> candidates = Candidates.of(9, 9, 9, 9);
        long[] counts = new long[4];
        IntStream.range(0, KEYS).forEach(i -> counts[policy.choose(candidates, new Draw(0, "key-" + i))]++);
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(900L, 1_100L));
    }

    @Test
    void aBackendThatGoesTakesOnlyItsOwnKeysWithIt() {
        List<Candidate> all = Candidates.of(9, 9, 9, 9);
        List<Candidate> rest = all.subList(0, 3);
        for (int i = 0; i < KEYS; i++) {
            String before = chosen(all, "key-" + i, 0);
            assertThat(before.equals("d") || before.equals(chosen(rest, "key-" + i, 0)))
                    .isTrue();
        }
    }

    @Test
    void keysComeBackToAGatewayThatRestartsUnderItsName() {
        List<Candidate> before = List.of(named("id-1", "gw-1"), named("id-2", "gw-2"), named("id-3", "gw-3"));
        List<Candidate> after = List.of(named("id-7", "gw-3"), named("id-8", "gw-1"), named("id-9", "gw-2"));
        for (int i = 0; i < 100; i++) {
            Draw draw = new Draw(0, "key-" + i);
            assertThat(after.get(policy.choose(after, draw)).backend().name())
                    .isEqualTo(before.get(policy.choose(before, draw)).backend().name());
        }
    }

    @Test
    void twoBackendsOfOneNameShareItsKeys() {
        List<Candidate> twins = List.of(named("id-1", "gw"), named("id-2", "gw"));
        long[] counts = new long[2];
        IntStream.range(0, KEYS).forEach(i -> counts[policy.choose(twins, new Draw(0, "key-" + i))]++);
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isGreaterThan(KEYS / 3L));
    }

    @Test
    void aHotKeyGoesOnToItsNextBackendAtTheBound() {
        long[] connections = new long[4];
        for (int i = 0; i < 1_000; i++) {
            connections[policy.choose(Candidates.of(connections), new Draw(i, "hot"))]++;
        }
        assertThat(Arrays.stream(connections).boxed())
                .allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(313L));
        assertThat(Arrays.stream(connections).boxed())
                .anySatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(312L));
    }

    @Test
    void aClientWithoutAKeyIsPlacedByTheOtherPolicy() {
        assertThat(policy.choose(Candidates.of(1, 2, 3), Draw.of(0))).isEqualTo(2);
    }

    @Test
    void aFactorThatBoundsNothingIsRefused() {
        assertThatThrownBy(() -> new RendezvousHash(1, (candidates, draw) -> 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void nobodyGetsMoreThanTheBoundHoweverUnevenTheyAre(
            @ForAll @Size(min = 1, max = 10) List<@LongRange(min = 0, max = 100) Long> loads, @ForAll String key) {
        int chosen = policy.choose(Candidates.of(loads), new Draw(0, key));
        double mean = (loads.stream().mapToLong(load -> load).sum() + 1.0) / loads.size();
        assertThat(loads.get(chosen) + 1).isLessThanOrEqualTo((long) Math.ceil(1.25 * mean));
    }

    private String chosen(List<Candidate> candidates, String key, long ticket) {
        return candidates
                .get(policy.choose(candidates, new Draw(ticket, key)))
                .backend()
                .id();
    }

    private static Candidate named(String id, String name) {
        return new Candidate(Candidates.backend(id).withName(name), 9, 1);
    }
}
