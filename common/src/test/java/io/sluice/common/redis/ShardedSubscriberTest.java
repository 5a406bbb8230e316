package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedSubscriberTest {

    private static final int CHANNELS = 10_000;

    @Property
    void everyChannelHasAShardAndAlwaysTheSame(
            @ForAll String channel, @ForAll @IntRange(min = 1, max = 16) int shards) {
        int shard = ShardedSubscriber.shardOf(channel, shards);

        assertThat(shard).isBetween(0, shards - 1);
        assertThat(ShardedSubscriber.shardOf(new String(channel.toCharArray()), shards))
                .isEqualTo(shard);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 7, 8, 16})
    void numberedChannelsAreSpreadEvenly(int shards) {
        assertSpreadEvenly(shards, number -> "ticker:" + number);
    }

    /** Distances of 16 between names would leave 15 of 16 shards empty if the plain hash of a text decided. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16})
    void channelsWithEvenDistancesAreSpreadEvenly(int shards) {
        assertSpreadEvenly(shards, number -> "user" + (char) (16 * (number % 1000)) + (char) (16 * (number / 1000)));
    }

    private static void assertSpreadEvenly(int shards, IntFunction<String> channel) {
        int[] counts = new int[shards];
        IntStream.range(0, CHANNELS).forEach(i -> counts[ShardedSubscriber.shardOf(channel.apply(i), shards)]++);

        int fair = CHANNELS / shards;
        assertThat(IntStream.of(counts)).allSatisfy(count -> assertThat(count).isBetween(fair * 3 / 4, fair * 5 / 4));
    }
}
