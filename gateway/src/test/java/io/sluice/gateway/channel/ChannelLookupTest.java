package io.sluice.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.fakes.TestOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelLookupTest {

    private static final Payload DATA = Payload.of("{}");

    @ParameterizedTest
    @CsvSource({"stocks.*, true, true", "stocks.*, false, false", "stocks.a, true, false", "*, true, true"})
    void aStarMakesAPatternWherePatternsAreAllowed(String name, boolean allowed, boolean pattern) {
        assertThat(found(name, "allow_wildcard=" + allowed).isPattern()).isEqualTo(pattern);
    }

    @Test
    void nobodyPublishesIntoAPattern() {
        assertThat(found("stocks.*", "allow_wildcard=true").publishRefusal(DATA))
                .contains(ErrorCode.BAD_REQUEST);
        assertThat(found("stocks.*").publishRefusal(DATA)).isEmpty();
        assertThat(found("stocks.a", "allow_wildcard=true").publishRefusal(DATA))
                .isEmpty();
        assertThat(found("stocks.a", "allow_wildcard=true").publishRefusal(Payload.EMPTY))
                .contains(ErrorCode.BAD_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({"stocks.a, true, true", "stocks.a, false, false", "$stocks.a, true, false", "talk#1, true, false"})
    void whatIsNotForEverybodyNeverReachesAPattern(String name, boolean allowed, boolean reaches) {
        assertThat(found(name, "allow_wildcard=" + allowed, "allow_user_limited_channels=true")
                        .reachesPatterns())
                .isEqualTo(reaches);
    }

    @Test
    void aChannelIsUserLimitedOnlyWhereThatIsAllowed() {
        assertThat(found("talk#1", "allow_user_limited_channels=true").isUserLimited())
                .isTrue();
        assertThat(found("talk#1").isUserLimited()).isFalse();
        assertThat(found("talk", "allow_user_limited_channels=true").isUserLimited())
                .isFalse();
    }

    private static ChannelLookup.Found found(String name, String... assignments) {
        return new ChannelLookup.Found(new ChannelName(name), TestOptions.of("", assignments));
    }
}
