package io.sluice.gateway.subscription;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.FilterNode;
import io.sluice.common.protocol.StreamPosition;
import java.util.Optional;

/**
 * What a client, or a back end in its place, would like of a subscription.
 *
 * @param recoverSince where it wants to recover from
 * @param delta whether it understands patches
 * @param compact whether it understands numbers in place of channel names
 * @param mustRecover whether it does without the subscription where it cannot recover
 */
public record SubscriptionWishes(
        boolean positioned,
        boolean recoverable,
        boolean joinLeave,
        boolean delta,
        boolean compact,
        boolean mustRecover,
        Optional<StreamPosition> recoverSince,
        Optional<FilterNode> filter) {

    /** The patch format that is understood here. */
    public static final String FOSSIL = "fossil";

    private static final long FLAG_COMPACT = 1;
    private static final long FLAG_MUST_RECOVER = 2;

    /** What a client asked for by its command. */
    public static SubscriptionWishes of(Command.Subscribe command) {
        return new SubscriptionWishes(
                command.positioned(),
                command.recoverable(),
                command.joinLeave(),
                command.delta().equals(FOSSIL),
                (command.flag() & FLAG_COMPACT) != 0,
                (command.flag() & FLAG_MUST_RECOVER) != 0,
                command.recover()
                        ? Optional.of(new StreamPosition(command.offset(), command.epoch()))
                        : Optional.empty(),
                Optional.ofNullable(command.tagsFilter()));
    }

    /** Nothing but, perhaps, a recovery: what is wished for where the server subscribes. */
    public static SubscriptionWishes recovering(Optional<StreamPosition> since) {
        return new SubscriptionWishes(false, false, false, false, false, false, since, Optional.empty());
    }
}
