package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class BackoffTest {

    private static final long[] STEPS_MILLIS = {100, 200, 400, 800, 1000, 1000, 1000};

    @Property
    void eachPauseLiesInTheUpperHalfOfItsStep(@ForAll long seed) {
        Backoff backoff = new Backoff(new SplittableRandom(seed));

        for (long step : STEPS_MILLIS) {
            assertThat(backoff.nextMillis()).isBetween(step / 2, step);
        }
    }

    @Property
    void resetBackoffBeginsAgain(@ForAll long seed) {
        Backoff backoff = new Backoff(new SplittableRandom(seed));
        LongStream.range(0, 10).forEach(i -> backoff.nextMillis());

        backoff.reset();

        assertThat(backoff.nextMillis()).isBetween(50L, 100L);
        assertThat(backoff.nextMillis()).isBetween(100L, 200L);
    }

    @Example
    void pausesOfTwoNodesDiffer() {
        Backoff one = new Backoff(new SplittableRandom(1));
        Backoff other = new Backoff(new SplittableRandom(2));

        assertThat(LongStream.generate(one::nextMillis).limit(20).toArray())
                .isNotEqualTo(LongStream.generate(other::nextMillis).limit(20).toArray());
    }
}
