package io.sluice.gateway.channel;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import java.util.Optional;

/** What the rules say of a name that somebody sent. */
public sealed interface ChannelLookup {

    /** A well-formed name in a known namespace. */
    record Found(ChannelName name, ChannelOptions options) implements ChannelLookup {

        /** Whether the name is a pattern, which clients may subscribe to but nobody may publish into. */
        public boolean isPattern() {
            return options.allowWildcard() && name.hasWildcard();
        }

        /** Whether the channel is only for the users whose ids its name ends in. */
        public boolean isUserLimited() {
            return options.allowUserLimitedChannels() && name.isUserLimited();
        }

        /**
         * Whether publications reach those who subscribed to a pattern. Those of private and of user-limited channels never
         * do: permission for a pattern is not permission for them.
         */
        public boolean reachesPatterns() {
            return options.allowWildcard() && !name.isPrivate() && !isUserLimited();
        }

        /** Why nobody can publish {@code data} here, whatever the permissions; its size is another matter. */
        public Optional<ErrorCode> publishRefusal(Payload data) {
            return isPattern() ? Optional.of(ErrorCode.BAD_REQUEST) : options.refusal(data);
        }
    }

    /**
     * The name breaks the rules: empty, too long, not found by the expression of its namespace, or, where there is no
     * expression, with characters other than printable ASCII.
     */
    record Malformed() implements ChannelLookup {}

    /** The name is well formed, but nobody configured its namespace. */
    record UnknownNamespace() implements ChannelLookup {}
}
