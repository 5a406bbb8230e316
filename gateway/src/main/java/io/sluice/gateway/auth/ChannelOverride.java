package io.sluice.gateway.auth;

import java.util.Optional;

/** Options of a namespace that hold differently for one subscription; an empty one holds as the namespace says. */
public record ChannelOverride(
        Optional<Boolean> presence,
        Optional<Boolean> joinLeave,
        Optional<Boolean> forceRecovery,
        Optional<Boolean> forcePositioning,
        Optional<Boolean> forcePushJoinLeave) {

    public static final ChannelOverride NONE = new ChannelOverride(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
