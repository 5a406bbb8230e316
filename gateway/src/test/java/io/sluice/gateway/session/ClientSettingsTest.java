package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.common.config.ConfigException;
import io.sluice.common.config.Durations;
import io.sluice.gateway.channel.ChannelOptions;
import io.sluice.gateway.channel.SlowConsumerPolicy;
import io.sluice.gateway.fakes.TestOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "25000, 8000,  10000, 128, 1048576, ''",
        "0,     8000,  10000, 128, 1048576, ''",
        "0,     0,     10000, 128, 1048576, ''",
        "1000,  999,   1,     1,   1024,    ''",
        "999,   8,     10000, 128, 1048576, ping_interval must be 0s or at least 1s",
        "-1,    8,     10000, 128, 1048576, ping_interval: expected a duration",
        "8000,  8000,  10000, 128, 1048576, pong_timeout must be longer than 0s and shorter than ping_interval",
        "8000,  0,     10000, 128, 1048576, pong_timeout must be longer than 0s and shorter than ping_interval",
        "25000, 8000,  0,     128, 1048576, stale_close_delay must be longer than 0s",
        "25000, 8000,  10000, 0,   1048576, channel_limit must be at least 1 but was 0",
        "25000, 8000,  10000, 128, 1023,    queue_max_size must be at least 1024 bytes but was 1023"
    })
    void whatCannotWorkIsRefusedWithAReason(
            long ping, long pong, long stale, int channelLimit, int queueMaxSize, String reason) {
        if (reason.isEmpty()) {
            assertThat(settings(ping, pong, stale, channelLimit, queueMaxSize)).isNotNull();
        } else {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> settings(ping, pong, stale, channelLimit, queueMaxSize))
                    .withMessageContaining(reason);
        }
    }

    @Test
    void anonymousClientsAreLetInWhereEitherSettingSaysSo() {
        assertThat(admitting(false, false).admitsAnonymous()).isFalse();
        assertThat(admitting(true, false).admitsAnonymous()).isTrue();
        assertThat(admitting(false, true).admitsAnonymous()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.000000001S", "PT1S"})
    void publicationsMayGatherForUpToASecond(Duration delay) {
        assertThat(delaying(delay).writeDelay()).isEqualTo(delay);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1.000000001S", "PT60S"})
    void otherWriteDelaysAreRefused(Duration delay) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> delaying(delay))
                .withMessageContaining("write_delay");
    }

    @Test
    void aChannelsWriteDelayGoesBeforeTheClients() {
        ClientSettings settings = delaying(Duration.ofMillis(5));
        assertThat(settings.delivery(TestOptions.CLOSED).writeDelayNanos()).isEqualTo(5_000_000);
        assertThat(settings.delivery(options(Duration.ofMillis(7))).writeDelayNanos())
                .isEqualTo(7_000_000);
        assertThat(settings.delivery(options(Duration.ZERO)).writeDelayNanos()).isZero();
        assertThat(settings.delivery(options(Duration.ZERO)).slowConsumer()).isEqualTo(SlowConsumerPolicy.CONFLATE);
        assertThat(settings.delivery(options(Duration.ZERO)).conflateTag()).isEqualTo("symbol");
    }

    private static ChannelOptions options(Duration writeDelay) {
        return TestOptions.of(
                "ab", "write_delay=" + Durations.format(writeDelay), "slow_consumer=conflate", "conflate_tag=symbol");
    }

    private static ClientSettings delaying(Duration writeDelay) {
        return TestOptions.client("write_delay=" + Durations.format(writeDelay));
    }

    private static ClientSettings settings(long ping, long pong, long stale, int channelLimit, int queueMaxSize) {
        return TestOptions.client(
                "ping_interval=" + ping + "ms",
                "pong_timeout=" + pong + "ms",
                "stale_close_delay=" + stale + "ms",
                "channel_limit=" + channelLimit,
                "queue_max_size=" + queueMaxSize);
    }

    private static ClientSettings admitting(boolean insecure, boolean anonymous) {
        return TestOptions.client("insecure=" + insecure, "allow_anonymous_connect_without_token=" + anonymous);
    }
}
