package io.sluice.common.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KeyLimitsTest {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void eachKeyHasItsOwnBucket() {
        KeyLimits<String> limits = limits(Optional.of(new Rate(1, 2)), 0, 10);

        assertThat(taken(limits, "a", 5)).hasSize(2);
        assertThat(taken(limits, "b", 5)).hasSize(2);
        assertThat(limits.take("a")).isEqualTo(new Claim.TooFast<String>(Duration.ofSeconds(1)));
    }

    @Test
    void eachKeyHasItsOwnConnections() {
        KeyLimits<String> limits = limits(Optional.empty(), 2, 10);
        List<Claim.Held<String>> held = taken(limits, "a", 5);

        assertThat(held).hasSize(2);
        assertThat(limits.take("a")).isEqualTo(new Claim.TooMany<String>());
        limits.release(held.get(0));
        assertThat(taken(limits, "a", 5)).hasSize(1);
    }

    @Test
    void aConnectionThatDidNotComeAboutCostsNoToken() {
        KeyLimits<String> limits = limits(Optional.of(new Rate(1, 1)), 1, 10);

        limits.undo(taken(limits, "a", 1).get(0));

        assertThat(taken(limits, "a", 5)).hasSize(1);
    }

    @Test
    void aKeyWithoutConnectionsAndWithAFullBucketIsForgotten() {
        KeyLimits<String> limits = limits(Optional.empty(), 2, 10);

        taken(limits, "a", 2).forEach(limits::release);

        assertThat(limits.size()).isZero();
    }

    @Test
    void anAttackFromManyAddressesGetsAsMuchAsOneAndCostsNoMemory() {
        KeyLimits<Integer> limits = limits(Optional.of(new Rate(1, 3)), 0, 100);
        IntStream.range(0, 100).forEach(known -> limits.take(known));

        long admitted = IntStream.range(1000, 50_000)
                .filter(key -> limits.take(key) instanceof Claim.Held<Integer>)
                .count();

        assertThat(admitted).isEqualTo(3);
        assertThat(limits.size()).isEqualTo(100);
        assertThat(taken(limits, 7, 5)).as("one that was known before").hasSize(2);
    }

    @Test
    void keysThatNeedNotBeRememberedMakeRoomWhenTheTableIsFull() {
        KeyLimits<Integer> limits = limits(Optional.of(new Rate(1, 3)), 0, 100);
        IntStream.range(0, 100).forEach(known -> limits.take(known));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        long admitted = IntStream.range(1000, 1100)
                .filter(key -> limits.take(key) instanceof Claim.Held<Integer>)
                .count();

        assertThat(admitted).isEqualTo(100);
        assertThat(limits.size()).isLessThanOrEqualTo(100);
    }

    @Test
    void whatTheCrowdHoldsIsGivenBackToTheCrowd() {
        KeyLimits<String> limits = limits(Optional.empty(), 1, 1);
        taken(limits, "known", 1);
        List<Claim.Held<String>> shared = taken(limits, "new", 2);
        assertThat(shared).hasSize(1);
        assertThat(taken(limits, "newer", 2)).isEmpty();

        limits.release(shared.get(0));

        assertThat(taken(limits, "newer", 2)).hasSize(1);
    }

    /** The table against a plain count, whatever comes and goes. */
    @Property
    void noKeyEverHasMoreConnectionsThanItMay(
            @ForAll @Size(max = 200) List<@IntRange(min = -20, max = 20) Integer> steps) {
        KeyLimits<Integer> limits = limits(Optional.empty(), 2, 1000);
        Map<Integer, List<Claim.Held<Integer>>> open = new HashMap<>();
        for (int step : steps) {
            List<Claim.Held<Integer>> held = open.computeIfAbsent(Math.abs(step), key -> new ArrayList<>());
            if (step < 0 && !held.isEmpty()) {
                limits.release(held.remove(0));
            } else if (limits.take(Math.abs(step)) instanceof Claim.Held<Integer> claim) {
                held.add(claim);
            } else {
                assertThat(held).hasSize(2);
            }
            assertThat(held).hasSizeLessThanOrEqualTo(2);
        }
        open.values().forEach(held -> held.forEach(limits::release));
        assertThat(limits.size()).isZero();
    }

    private <K> KeyLimits<K> limits(Optional<Rate> rate, int connections, int tracked) {
        return new KeyLimits<>(new KeyTerms(rate, connections, tracked), nanos::get);
    }

    private static <K> List<Claim.Held<K>> taken(KeyLimits<K> limits, K key, int attempts) {
        List<Claim.Held<K>> held = new ArrayList<>();
        for (int i = 0; i < attempts; i++) {
            if (limits.take(key) instanceof Claim.Held<K> claim) {
                held.add(claim);
            }
        }
        return held;
    }
}
