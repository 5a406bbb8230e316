package io.sluice.gateway.subscription;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.ChannelOverride;
import io.sluice.gateway.auth.SubscriptionGrant;
import io.sluice.gateway.auth.Verdict;
import io.sluice.gateway.channel.ChannelLookup;
import io.sluice.gateway.channel.ChannelOptions;
import io.sluice.gateway.channel.ChannelPermissions;
import io.sluice.gateway.channel.DeltaType;
import io.sluice.gateway.channel.RecoveryMode;
import io.sluice.gateway.filter.TagsFilter;
import io.sluice.gateway.outbound.DeliveryOptions;
import java.util.Optional;
import java.util.function.Function;

/** Decides which of a client's wishes come true, by the options of the namespace and by what was granted to the client. */
public final class SubscriptionPlanner {

    private final ChannelPermissions permissions;
    private final Function<ChannelOptions, DeliveryOptions> delivery;

    public SubscriptionPlanner(ChannelPermissions permissions, Function<ChannelOptions, DeliveryOptions> delivery) {
        this.permissions = permissions;
        this.delivery = delivery;
    }

    /**
     * The plan; refused with 107 for a filter that is malformed or that the namespace does not allow. All else that is not granted
     * is left out in silence, as clients expect.
     *
     * @param anonymous whether the client is
     */
    public Verdict<SubscriptionPlan> plan(
            ChannelLookup.Found channel,
            SubscriptionWishes wishes,
            SubscriptionGrant grant,
            boolean anonymous,
            boolean serverSide) {
        ChannelOptions options = channel.options();
        if (wishes.filter().isPresent() && !options.allowTagsFilter()) {
            return Verdict.refused(ErrorCode.BAD_REQUEST);
        }
        Optional<TagsFilter> wanted = wishes.filter().flatMap(TagsFilter::of);
        Optional<TagsFilter> imposed = grant.serverFilter().flatMap(TagsFilter::of);
        if (wanted.isPresent() != wishes.filter().isPresent()
                || imposed.isPresent() != grant.serverFilter().isPresent()) {
            return Verdict.refused(ErrorCode.BAD_REQUEST);
        }
        Optional<TagsFilter> filter =
                wanted.map(own -> imposed.map(own::and).orElse(own)).or(() -> imposed);
        return Verdict.granted(plan(channel, wishes, grant, anonymous, serverSide, filter));
    }

    private SubscriptionPlan plan(
            ChannelLookup.Found channel,
            SubscriptionWishes wishes,
            SubscriptionGrant grant,
            boolean anonymous,
            boolean serverSide,
            Optional<TagsFilter> filter) {
        ChannelOptions options = channel.options();
        ChannelOverride override = grant.override();
        boolean stream = options.hasHistory() && !channel.isPattern();
        boolean readsHistory =
                permissions.historyRefusal(channel, anonymous, true).isEmpty();
        boolean recoverable = stream
                && (override.forceRecovery().orElse(options.forceRecovery())
                        || (wishes.recoverable() && (options.allowRecovery() || readsHistory)));
        boolean positioned = recoverable
                || (stream
                        && (override.forcePositioning().orElse(options.forcePositioning())
                                || (wishes.positioned() && (options.allowPositioning() || readsHistory))));
        boolean limited = grant.maxRate() > 0 || options.maxRate() > 0;
        boolean delta = wishes.delta()
                && positioned
                && filter.isEmpty()
                && !limited
                && options.allowedDeltaTypes().contains(DeltaType.FOSSIL);
        boolean newestOnly = options.forceRecoveryMode() == RecoveryMode.CACHE;
        return new SubscriptionPlan(
                channel,
                grant,
                delivery.apply(options),
                serverSide,
                positioned,
                recoverable,
                recoverable ? recoverSince(wishes, options) : Optional.empty(),
                newestOnly,
                wishes.mustRecover() && wishes.recoverSince().isPresent(),
                override.presence().orElse(options.presence()),
                override.joinLeave().orElse(options.joinLeave()),
                pushesJoinLeave(channel, wishes, override, anonymous),
                delta,
                wishes.compact() && options.allowChannelCompaction(),
                filter);
    }

    private static Optional<StreamPosition> recoverSince(SubscriptionWishes wishes, ChannelOptions options) {
        return wishes.recoverSince()
                .or(() -> options.autoCacheRecover() ? Optional.of(new StreamPosition(0, "")) : Optional.empty());
    }

    private boolean pushesJoinLeave(
            ChannelLookup.Found channel, SubscriptionWishes wishes, ChannelOverride override, boolean anonymous) {
        ChannelOptions options = channel.options();
        return override.forcePushJoinLeave().orElse(options.forcePushJoinLeave())
                || (wishes.joinLeave()
                        && override.joinLeave().orElse(options.joinLeave())
                        && permissions.mayAskPresence(channel, anonymous, true));
    }
}
