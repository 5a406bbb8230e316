package io.sluice.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelOptionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.001S", "PT1S"})
    void publicationsMayGatherForUpToASecond(Duration delay) {
        assertThat(options(delay, SlowConsumerPolicy.DISCONNECT, "", 0).writeDelay())
                .contains(delay);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.001S", "PT1.001S"})
    void otherWriteDelaysAreRefused(Duration delay) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(delay, SlowConsumerPolicy.DISCONNECT, "", 0))
                .withMessage("write_delay must be 0s to 1s but was " + delay);
    }

    @ParameterizedTest
    @EnumSource(value = SlowConsumerPolicy.class, names = "CONFLATE", mode = EnumSource.Mode.EXCLUDE)
    void aTagToConflateByNeedsConflation(SlowConsumerPolicy policy) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(Duration.ZERO, policy, "symbol", 0))
                .withMessage("conflate_tag needs slow_consumer: conflate");
    }

    @Test
    void conflationNeedsNoTag() {
        assertThat(options(Duration.ZERO, SlowConsumerPolicy.CONFLATE, "", 0).conflateTag())
                .isEmpty();
        assertThat(options(Duration.ZERO, SlowConsumerPolicy.CONFLATE, "symbol", 0)
                        .conflateTag())
                .isEqualTo("symbol");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.5, 1, 500})
    void aRateIsAThousandthTo500ASecondOrNoLimit(double maxRate) {
        assertThat(options(Duration.ZERO, SlowConsumerPolicy.DISCONNECT, "", maxRate)
                        .maxRate())
                .isEqualTo(maxRate);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0.0009, 500.1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void otherRatesAreRefused(double maxRate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(Duration.ZERO, SlowConsumerPolicy.DISCONNECT, "", maxRate))
                .withMessage("max_rate must be 0, or 0.001 to 500 publications a second, but was " + maxRate);
    }

    @Test
    void unlessSaidOtherwiseASlowClientIsDisconnectedAndNothingElseIsSpecial() {
        assertThat(ChannelOptions.CLOSED.slowConsumer()).isEqualTo(SlowConsumerPolicy.DISCONNECT);
        assertThat(ChannelOptions.CLOSED.writeDelay()).isEmpty();
        assertThat(ChannelOptions.CLOSED.maxRate()).isZero();
    }

    private static ChannelOptions options(Duration delay, SlowConsumerPolicy policy, String tag, double maxRate) {
        return new ChannelOptions("ab", true, true, true, true, true, Optional.of(delay), policy, tag, maxRate);
    }
}
