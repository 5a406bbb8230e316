package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys have the slots that Redis gives them: the values are those of {@code CLUSTER KEYSLOT} of Redis 7.0. */
class HashSlotTest {

    @ParameterizedTest
    @CsvSource({
        "123456789, 12739",
        "foo, 12182",
        "'', 0",
        "{user1000}.following, 3443",
        "{user1000}.followers, 3443",
        "user1000, 3443",
        "foo{}{bar}, 8363",
        "foo{{bar}}zap, 4015",
        "{bar, 4015",
        "foo{bar}{zap}, 5061",
        "bar, 5061",
        "grüße, 3194"
    })
    void aKeyHasTheSlotThatRedisGivesIt(String key, int slot) {
        assertThat(HashSlot.of(key)).isEqualTo(slot);
    }

    @Test
    void aWholeTextHasNoTag() {
        assertThat(HashSlot.ofWhole("foo{bar}")).isNotEqualTo(HashSlot.of("foo{bar}"));
        assertThat(HashSlot.ofWhole("foo")).isEqualTo(HashSlot.of("foo"));
    }
}
