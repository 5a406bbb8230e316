package io.sluice.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.config.ConfigException;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.fakes.TestOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelOptionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            write_delay=1001ms                             | write_delay must be 0s to 1s but was PT1.001S
            conflate_tag=symbol                            | conflate_tag needs slow_consumer: conflate
            slow_consumer=drop_oldest conflate_tag=symbol  | conflate_tag needs slow_consumer: conflate
            max_rate=-1                                    | max_rate must be 0, or 0.001 to 500 publications a second, but was -1.0
            max_rate=0.0009                                | max_rate must be 0, or 0.001 to 500 publications a second, but was 9.0E-4
            max_rate=500.1                                 | max_rate must be 0, or 0.001 to 500 publications a second, but was 500.1
            history_size=-1                                | history_size must be 0 to 1000000 publications but was -1
            history_size=1000001 history_ttl=1s            | history_size must be 0 to 1000000 publications but was 1000001
            history_size=1 history_ttl=999us               | history_ttl must be 0s or at least 1ms but was PT0.000999S
            history_size=1                                 | history_size and history_ttl go together: set both, or neither for no history
            history_ttl=1s                                 | history_size and history_ttl go together: set both, or neither for no history
            history_size=1 history_ttl=9s history_meta_ttl=8s | history_meta_ttl must be 0s or at least history_ttl but was PT8S
            force_positioning=true                         | force_positioning needs history_size and history_ttl
            allow_positioning=true                         | allow_positioning needs history_size and history_ttl
            force_recovery=true                            | force_recovery needs history_size and history_ttl
            allow_recovery=true                            | allow_recovery needs history_size and history_ttl
            auto_cache_recover=true force_recovery_mode=cache | auto_cache_recover needs history_size and history_ttl
            auto_cache_recover=true history_size=1 history_ttl=1s | auto_cache_recover needs force_recovery_mode: cache
            allowed_delta_types=fossil slow_consumer=drop_oldest | allowed_delta_types needs slow_consumer: disconnect, since deltas cannot do without a dropped publication
            allowed_delta_types=fossil slow_consumer=conflate | allowed_delta_types needs slow_consumer: disconnect, since deltas cannot do without a dropped publication
            allowed_delta_types=fossil max_rate=1          | allowed_delta_types needs max_rate: 0, since deltas cannot do without a publication left out
            channel_regex=[a                               | channel_regex must be a regular expression but was '[a': Unclosed character class
            subscribe_proxy_name=a                         | subscribe_proxy_name must be at least 2 of letters, digits, - _ . but was 'a'
            publish_proxy_name=a:b                         | publish_proxy_name must be at least 2 of letters, digits, - _ . but was 'a:b'
            sub_refresh_proxy_name=                        | sub_refresh_proxy_name must be at least 2 of letters, digits, - _ . but was ''
            unsubscribe_proxy_name=a*                      | unsubscribe_proxy_name must be at least 2 of letters, digits, - _ . but was 'a*'
            """)
    void whatCannotWorkIsRefusedWithAReason(String assignments, String reason) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TestOptions.of("ab", assignments.split(" ")))
                .withMessage("settings: " + reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write_delay=0s",
                "write_delay=1ms",
                "write_delay=1s",
                "slow_consumer=conflate",
                "slow_consumer=conflate conflate_tag=symbol",
                "max_rate=0.001",
                "max_rate=500",
                "history_size=1000000 history_ttl=1ms",
                "history_size=1 history_ttl=9s history_meta_ttl=9s",
                "history_size=1 history_ttl=9s force_positioning=true allow_recovery=true",
                "history_size=1 history_ttl=9s auto_cache_recover=true force_recovery_mode=cache",
                "allowed_delta_types=fossil delta_publish=true",
                "channel_regex=^[a-z]+$",
                "subscribe_proxy_name=a.b-C_1"
            })
    void whatCanWorkIsAccepted(String assignments) {
        assertThat(TestOptions.of("ab", assignments.split(" ")).name()).isEqualTo("ab");
    }

    @Test
    void aRegexIsOfBoundedLength() {
        assertThat(TestOptions.of("ab", "channel_regex=" + "a".repeat(1000)).channelRegex())
                .hasSize(1000);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TestOptions.of("ab", "channel_regex=" + "a".repeat(1001)))
                .withMessage("settings: channel_regex must be at most 1000 characters but has 1001");
    }

    @Test
    void unlessSaidOtherwiseASlowClientIsDisconnectedAndNothingElseIsSpecial() {
        assertThat(TestOptions.CLOSED.slowConsumer()).isEqualTo(SlowConsumerPolicy.DISCONNECT);
        assertThat(TestOptions.CLOSED.writeDelay()).isEmpty();
        assertThat(TestOptions.CLOSED.maxRate()).isZero();
        assertThat(TestOptions.CLOSED.hasHistory()).isFalse();
        assertThat(TestOptions.CLOSED.forceRecoveryMode()).isEqualTo(RecoveryMode.STREAM);
        assertThat(TestOptions.CLOSED.allowedDeltaTypes()).isEmpty();
    }

    @Test
    void aMetaTtlOfZeroStandsForTheCommonOne() {
        assertThat(TestOptions.of("ab", "history_meta_ttl=0s").historyMetaTtl()).isEmpty();
        assertThat(TestOptions.of("ab", "history_meta_ttl=5s").historyMetaTtl()).contains(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ''          | {"a":1} | true
            ''          | 7       | true
            ''          | ''      | false
            json        | 7       | true
            json        | ''      | false
            json_object | {}      | true
            json_object | ' \t{}' | true
            json_object | [1]     | false
            json_object | "{}"    | false
            json_object | ''      | false
            binary      | ''      | true
            binary      | 7       | true
            """)
    void dataMustBeOfTheNamespacesFormat(String format, String json, boolean accepted) {
        ChannelOptions options = TestOptions.of("ab", "publication_data_format=" + format);
        assertThat(options.refusal(Payload.of(json)).isEmpty()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"'', true", "json, false", "json_object, false", "binary, true"})
    void bytesThatAreNoJsonAreRefusedWhereJsonIsAskedFor(String format, boolean accepted) {
        ChannelOptions options = TestOptions.of("ab", "publication_data_format=" + format);
        assertThat(options.refusal(Payload.binary(new byte[] {'{', 0})).isEmpty())
                .isEqualTo(accepted);
    }

    @Test
    void dataOfTheWrongFormatIsABadRequest() {
        assertThat(TestOptions.CLOSED.refusal(Payload.EMPTY)).contains(ErrorCode.BAD_REQUEST);
    }
}
