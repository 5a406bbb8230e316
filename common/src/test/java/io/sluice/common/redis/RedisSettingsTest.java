package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource({
        "redis://localhost,                    false, localhost,   6379, '',   '',     0",
        "redis://localhost:7000,               false, localhost,   7000, '',   '',     0",
        "redis://my_redis:7000/,               false, my_redis,    7000, '',   '',     0",
        "rediss://redis.example:6380/5,        true,  redis.example, 6380, '', '',     5",
        "redis://:secret@10.0.0.1,             false, 10.0.0.1,    6379, '',   secret, 0",
        "redis://ann:s%40c%2Fr+t@h:1/2,        false, h,           1,    ann,  s@c/r+t, 2",
        "redis://ann:a@b:c@h,                  false, h,           6379, ann,  a@b:c,  0",
        "redis://[fd00::1]:7000/1,             false, fd00::1,     7000, '',   '',     1",
    })
    void addressIsTakenApart(
            String address, boolean tls, String host, int port, String user, String password, int database) {
        assertThat(RedisAddress.parse(address)).isEqualTo(new RedisAddress(tls, host, port, user, password, database));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:6379",
                "http://localhost",
                "redis://",
                "redis://host:port",
                "redis://host:0",
                "redis://host:65536",
                "redis://host/name",
                "redis://host/1/2",
                "redis://host?db=1",
                "redis://a,redis://b",
                "redis://ho st"
            })
    void addressThatCannotBeUsedIsRefused(String address) {
        assertThatThrownBy(() -> RedisSettings.of(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("address: expected ");
    }

    @Test
    void passwordIsShownNeitherByErrorsNorByTexts() {
        assertThatThrownBy(() -> RedisSettings.of("redis://ann:secret@host:nonsense"))
                .message()
                .doesNotContain("secret")
                .contains("host:nonsense");
        assertThat(RedisSettings.of("redis://ann:secret@host").toString()).doesNotContain("secret");
        assertThat(new RedisSettings("redis://host", "p", SECOND, SECOND, "ann", "secret").toString())
                .doesNotContain("secret");
        assertThat(RedisAddress.parse("redis://ann:secret@host").toString()).isEqualTo("redis://host:6379/0");
    }

    @Test
    void userAndPasswordBesideTheAddressTakePrecedence() {
        RedisSettings settings = new RedisSettings("redis://ann:old@host", "p", SECOND, SECOND, "bob", "new");

        assertThat(RedisAddress.of(settings)).isEqualTo(new RedisAddress(false, "host", 6379, "bob", "new", 0));
    }

    @Test
    void timeoutsBelowOneMillisecondAreRefused() {
        assertThatThrownBy(() -> new RedisSettings("redis://h", "p", Duration.ZERO, SECOND))
                .hasMessage("connectTimeout: expected at least 1 ms but was PT0S");
        assertThatThrownBy(() -> new RedisSettings("redis://h", "p", SECOND, Duration.ofNanos(1)))
                .hasMessage("commandTimeout: expected at least 1 ms but was PT0.000000001S");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 17})
    void numbersOfSubscriberConnectionsThatMakeNoSenseAreRefused(int connections) {
        assertThatThrownBy(() -> RedisSettings.of("redis://h").withSubscriberConnections(connections))
                .hasMessage("subscriberConnections: expected 1 to 16 but was " + connections);
    }

    @Test
    void nothingButTheNumberOfSubscriberConnectionsIsChanged() {
        RedisSettings settings = new RedisSettings("redis://host", "p", SECOND, SECOND, "bob", "new");

        assertThat(settings.subscriberConnections()).isEqualTo(1);
        assertThat(settings.withSubscriberConnections(4))
                .isEqualTo(new RedisSettings(
                        "redis://host", "p", SECOND, SECOND, "bob", "new", 4, List.of(), "", "", ""));
    }

    @Test
    void blankPrefixIsRefused() {
        assertThatThrownBy(() -> new RedisSettings("redis://h", " ", SECOND, SECOND))
                .hasMessage("prefix: expected some text but was blank");
    }
}
