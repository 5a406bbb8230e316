package io.sluice.gateway.auth.claim;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.common.protocol.FilterNode;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.ChannelOverride;
import io.sluice.gateway.auth.SubscriptionGrant;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a token grants in one channel: in a subscription token at the top, in a connection token below {@code subs}. */
record GrantClaims(
        Payload info,
        @JsonProperty("b64info") @Nullable String base64Info,
        Payload data,
        @JsonProperty("b64data") @Nullable String base64Data,
        @Nullable Overrides override,
        @JsonProperty("server_tags_filter") @Nullable Filter filter,
        @Nullable BigDecimal maxRate) {

    /** Most publications a second that may be asked for, and least: the same as for a namespace. */
    private static final double HIGHEST_RATE = 500;

    private static final double LOWEST_RATE = 0.001;

    /**
     * The grant.
     *
     * @param expireAt Unix time in seconds; 0 for never
     * @throws ClaimException if a claim has a value that it cannot have
     */
    SubscriptionGrant grant(long expireAt) {
        return new SubscriptionGrant(
                ClaimsJson.payload(info, text(base64Info)),
                ClaimsJson.payload(data, text(base64Data)),
                expireAt,
                override == null ? ChannelOverride.NONE : override.checked(),
                Optional.ofNullable(filter).map(Filter::checked),
                maxRate == null ? 0 : checkedRate(maxRate.doubleValue()));
    }

    private static double checkedRate(double rate) {
        if (rate < LOWEST_RATE || rate > HIGHEST_RATE) {
            throw new ClaimException("max_rate is not 0.001 to 500 publications a second");
        }
        return rate;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** {@code {"presence": {"value": true}, …}}. */
    record Overrides(
            @Nullable Flag presence,
            @Nullable Flag joinLeave,
            @Nullable Flag forceRecovery,
            @Nullable Flag forcePositioning,
            @Nullable Flag forcePushJoinLeave) {

        ChannelOverride checked() {
            return new ChannelOverride(
                    value(presence),
                    value(joinLeave),
                    value(forceRecovery),
                    value(forcePositioning),
                    value(forcePushJoinLeave));
        }

        private static Optional<Boolean> value(@Nullable Flag flag) {
            return flag == null ? Optional.empty() : Optional.of(Boolean.TRUE.equals(flag.value()));
        }
    }

    record Flag(@Nullable Boolean value) {}

    /** A filter as it stands in the JSON; whoever uses it checks its operators, as it does with those of clients. */
    record Filter(
            @Nullable String op,
            @Nullable String key,
            @Nullable String cmp,
            @Nullable String val,
            @Nullable List<@Nullable String> vals,
            @Nullable List<@Nullable Filter> nodes) {

        FilterNode checked() {
            return new FilterNode(
                    text(op),
                    text(key),
                    text(cmp),
                    text(val),
                    list(vals),
                    list(nodes).stream().map(Filter::checked).toList());
        }

        private static <T> List<T> list(@Nullable List<@Nullable T> elements) {
            return elements == null
                    ? List.of()
                    : elements.stream().filter(Objects::nonNull).toList();
        }
    }
}
