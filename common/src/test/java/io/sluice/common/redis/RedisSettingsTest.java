package io.sluice.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
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
                        "redis://host", "p", SECOND, SECOND, "bob", "new", 4, List.of(), "", "", "", List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                    false, '',   0",
        "rediss:///2,           true,  '',   2",
        "rediss://,             true,  '',   0",
        "redis://ann:pw@/3,     false, pw,   3",
        "rediss://a.b:1/4,      true,  '',   4",
    })
    void hostMayBeLeftOutWithSentinels(String address, boolean tls, String password, int database) {
        RedisAddress parsed = RedisAddress.of(withSentinels(address, "s"));

        assertThat(parsed.tls()).isEqualTo(tls);
        assertThat(parsed.password()).isEqualTo(password);
        assertThat(parsed.database()).isEqualTo(database);
    }

    @ParameterizedTest
    @CsvSource({
        "sentinel,                       sentinel,    26379, '',  '',  false",
        "sentinel:5000,                  sentinel,    5000,  '',  '',  false",
        "redis://[fd00::1],              fd00::1,     26379, '',  '',  false",
        "rediss://ann:pw@sentinel,       sentinel,    26379, ann, pw,  true",
    })
    void addressOfASentinelIsTakenApart(
            String address, String host, int port, String user, String password, boolean tls) {
        assertThat(withSentinels("", address).sentinels())
                .containsExactly(new RedisAddress(tls, host, port, user, password, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "http://s", "s:0", "s:port", "redis://s/1", "ann:secret@s", "redis://ann:secret@s:x"})
    void sentinelThatCannotBeUsedIsRefusedWithoutItsPassword(String address) {
        assertThatThrownBy(() -> withSentinels("", address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sentinel_address: expected ")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void sentinelsAndTheNameOfTheMasterGoTogether() {
        RedisSettings settings = RedisSettings.of("redis://h");

        assertThatThrownBy(() -> settings.withSentinels(List.of("s"), "", "", ""))
                .hasMessage("sentinel_address: expected sentinel_master_name to be given with it");
        assertThatThrownBy(() -> settings.withSentinels(List.of(), "m", "", ""))
                .hasMessage("sentinel_master_name: expected sentinel_address to be given with it");
        assertThatThrownBy(() -> settings.withSentinels(Collections.nCopies(17, "s"), "m", "", ""))
                .hasMessage("sentinel_address: expected at most 16 but was 17");
    }

    @Test
    void passwordsOfSentinelsAreNotShown() {
        RedisSettings settings =
                RedisSettings.of("redis://h").withSentinels(List.of("redis://ann:secret1@s"), "m", "bob", "secret2");

        assertThat(settings.toString()).doesNotContain("secret").contains("redis://***@s");
        assertThat(settings.sentinels().get(0))
                .extracting(RedisAddress::user, RedisAddress::password)
                .containsExactly("bob", "secret2");
    }

    private static RedisSettings withSentinels(String address, String sentinel) {
        return new RedisSettings(
                address, "p", SECOND, SECOND, "", "", 1, List.of(sentinel), "mymaster", "", "", List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "member,         member,   6379",
        "member:7000,    member,   7000",
        "10.0.0.1:7000,  10.0.0.1, 7000",
        "[fd00::1]:7000, fd00::1,  7000",
    })
    void membersOfAClusterAreReachedByTheLoginOfTheAddress(String member, String host, int port) {
        RedisSettings settings = new RedisSettings(
                "rediss://ann:pw@", "p", SECOND, SECOND, "", "", 1, List.of(), "", "", "", List.of(member));

        assertThat(settings.clustered()).isTrue();
        assertThat(settings.seeds()).containsExactly(new RedisAddress(true, host, port, "ann", "pw", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "m:0", "m:port", "m:1:2", "m/1", "redis://m", "rediss://ann:secret@m:1", "ann:secret@m"
            })
    void memberThatCannotBeUsedIsRefusedWithoutItsPassword(String member) {
        assertThatThrownBy(() -> RedisSettings.of("redis://h").withCluster(List.of(member)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cluster_address: expected ")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void whatDoesNotGoWithAClusterIsRefused() {
        List<String> members = List.of("m");
        RedisSettings settings = RedisSettings.of("redis://h");

        assertThatThrownBy(() -> withSentinels("", "s").withCluster(members))
                .hasMessage("cluster_address: expected no sentinel_address to be given with it");
        assertThatThrownBy(() -> RedisSettings.of("redis://ann:secret@h/2").withCluster(members))
                .hasMessage("address: expected no database in a cluster but was redis://***@h/2");
        assertThatThrownBy(() -> settings.withCluster(Collections.nCopies(17, "m")))
                .hasMessage("cluster_address: expected at most 16 but was 17");
        assertThatThrownBy(() -> new RedisSettings("redis://h", "a{b}", SECOND, SECOND).withCluster(members))
                .hasMessage("prefix: expected no { or } in a cluster but was a{b}");
        assertThat(settings.clustered()).isFalse();
    }

    @Test
    void blankPrefixIsRefused() {
        assertThatThrownBy(() -> new RedisSettings("redis://h", " ", SECOND, SECOND))
                .hasMessage("prefix: expected some text but was blank");
    }
}
