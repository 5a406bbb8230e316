package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisKeysTest {

    private final RedisKeys onOneServer = RedisKeys.of("sluice");
    private final RedisKeys inACluster = new RedisKeys("sluice", true);

    @Test
    void oneServerHasTheNamesThatItAlwaysHad() {
        assertThat(onOneServer.ofChannel("stream", "news")).isEqualTo("sluice.stream.news");
        assertThat(onOneServer.ofChannel("result", "news", "4.news.key")).isEqualTo("sluice.result.4.news.key");
        assertThat(onOneServer.group("nodes")).isEqualTo("sluice.nodes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"news", "", "}", "{}", "{a}b", "}{", "a{b", "{{c}}", "user:#42", "ümläut"})
    void allKeysOfAChannelShareASlotWhateverItIsCalled(String channel) {
        int slot = HashSlot.of(inACluster.ofChannel("stream", channel));

        assertThat(HashSlot.of(inACluster.ofChannel("meta", channel))).isEqualTo(slot);
        assertThat(HashSlot.of(inACluster.ofChannel("result", channel, "4." + channel + ".{key}")))
                .isEqualTo(slot);
        assertThat(HashSlot.of(inACluster.route(channel))).isEqualTo(slot);
    }

    @Test
    void keysOfAGroupShareASlotAndBeginAsOnOneServer() {
        String group = inACluster.group("nodes");

        assertThat(HashSlot.of(group + ".some{id}")).isEqualTo(HashSlot.of(group));
        assertThat(group).startsWith("sluice.nodes.");
    }

    @Test
    void differentChannelsHaveDifferentKeys() {
        assertThat(IntStream.range(0, 100_000)
                        .mapToObj(i -> inACluster.ofChannel("stream", "c" + i))
                        .distinct())
                .hasSize(100_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 6, 16})
    void channelsSpreadOverTheMasters(int masters) {
        int channels = 30_000;
        int[] of = new int[masters];
        for (int i = 0; i < channels; i++) {
            of[HashSlot.of(inACluster.ofChannel("stream", "room-" + i)) * masters / HashSlot.COUNT]++;
        }

        assertThat(IntStream.of(of)).allSatisfy(count -> assertThat(count * masters / (double) channels)
                .isBetween(0.85, 1.15));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{b", "a}b", "{a}"})
    void aPrefixWithBracesIsRefusedInACluster(String prefix) {
        assertThat(RedisKeys.of(prefix).group("nodes")).startsWith(prefix);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RedisKeys(prefix, true))
                .withMessageContaining("prefix: expected no { or }");
    }
}
