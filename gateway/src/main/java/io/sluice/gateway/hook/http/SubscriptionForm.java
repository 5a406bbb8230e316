package io.sluice.gateway.hook.http;

import io.sluice.common.protocol.FilterNode;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.ChannelOverride;
import io.sluice.gateway.auth.SubscriptionGrant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A subscribe result as back ends write it. */
record SubscriptionForm(
        long expireAt,
        Payload info,
        @Nullable String b64info,
        Payload data,
        @Nullable String b64data,
        @Nullable Overrides override,
        @Nullable Filter serverTagsFilter,
        double maxRate) {

    /** A boolean in an object of its own, so that false can be told from absent. */
    record Flag(boolean value) {}

    /** Options that hold differently; null leaves one as it is. */
    record Overrides(
            @Nullable Flag presence,
            @Nullable Flag joinLeave,
            @Nullable Flag forceRecovery,
            @Nullable Flag forcePositioning,
            @Nullable Flag forcePushJoinLeave) {

        private ChannelOverride override() {
            return new ChannelOverride(
                    value(presence),
                    value(joinLeave),
                    value(forceRecovery),
                    value(forcePositioning),
                    value(forcePushJoinLeave));
        }

        private static Optional<Boolean> value(@Nullable Flag flag) {
            return flag == null ? Optional.empty() : Optional.of(flag.value());
        }
    }

    /** A filter over tags. */
    record Filter(
            @Nullable String op,
            @Nullable String key,
            @Nullable String cmp,
            @Nullable String val,
            @Nullable List<String> vals,
            @Nullable List<Filter> nodes) {

        /** Deeper ones are a mistake, and would be walked for every publication. */
        private static final int MAX_DEPTH = 16;

        private FilterNode node(int depth) {
            if (depth > MAX_DEPTH) {
                throw new IllegalArgumentException("server_tags_filter is nested more than 16 levels deep");
            }
            return new FilterNode(
                    orEmpty(op),
                    orEmpty(key),
                    orEmpty(cmp),
                    orEmpty(val),
                    present(vals),
                    present(nodes).stream().map(node -> node.node(depth + 1)).toList());
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }

        private static <T> List<T> present(@Nullable List<T> list) {
            if (list == null) {
                return List.of();
            }
            if (list.contains(null)) {
                throw new IllegalArgumentException("server_tags_filter has a null in a list");
            }
            return list;
        }
    }

    SubscriptionGrant grant() {
        if (!(maxRate >= 0 && Double.isFinite(maxRate))) {
            throw new IllegalArgumentException("max_rate must be 0 or more but was " + maxRate);
        }
        return new SubscriptionGrant(
                PayloadForm.of(info, b64info),
                PayloadForm.of(data, b64data),
                Times.unixSeconds(expireAt),
                override == null ? ChannelOverride.NONE : override.override(),
                serverTagsFilter == null ? Optional.empty() : Optional.of(serverTagsFilter.node(1)),
                maxRate);
    }
}
