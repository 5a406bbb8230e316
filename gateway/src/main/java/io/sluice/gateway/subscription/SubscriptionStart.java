package io.sluice.gateway.subscription;

import static io.sluice.common.log.PeerCaused.PEER;

import io.sluice.common.log.CauseChain;
import io.sluice.common.protocol.DisconnectCode;
import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.protocol.SubscribeResult;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.filter.TagsFilter;
import io.sluice.gateway.outbound.PublicationForms;
import io.sluice.gateway.presence.Member;
import io.sluice.gateway.recovery.RecoveredStart;
import io.sluice.gateway.recovery.RecoveryDecision;
import io.sluice.gateway.recovery.RecoveryMerger;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription that begins. The order of the steps is what keeps anything from being missed: live publications are collected
 * before the stream is read, so what is not in the one is in the other.
 *
 * <pre>
 *   hub, and broker if it is the node's first --> presence --> position, or past --> joined with what came live --> running
 * </pre>
 */
@EventLoopConfined
public final class SubscriptionStart {

    private static final Logger log = LoggerFactory.getLogger(SubscriptionStart.class);

    private final SubscriptionPlan plan;
    private final SubscriptionOwner owner;
    private final SubscriptionServices services;
    private final long ttlSeconds;
    private final Consumer<SubscriptionOutcome> outcome;
    private final ChannelSubscription subscription;
    private boolean over;

    /**
     * @param ttlSeconds what the client is told of the time it has to refresh; 0 if it need not
     * @param outcome told once, on the loop, at once or later; not after {@link #abandon}
     */
    public SubscriptionStart(
            SubscriptionPlan plan,
            SubscriptionOwner owner,
            SubscriptionServices services,
            long ttlSeconds,
            Consumer<SubscriptionOutcome> outcome) {
        this.plan = plan;
        this.owner = owner;
        this.services = services;
        this.ttlSeconds = ttlSeconds;
        this.outcome = outcome;
        this.subscription = new ChannelSubscription(plan, owner, services);
    }

    /** Begins; called once. */
    public void begin() {
        services.hub()
                .subscribe(plan.name(), plan.delivery(), subscription.subscriber())
                .onSuccess(joined -> {
                    if (over) {
                        joined.cancel();
                    } else {
                        subscription.joinedHub(joined);
                        enter();
                    }
                })
                .onFailure(this::fail);
    }

    /** The client is gone: what was begun is undone. */
    public void abandon() {
        if (!over) {
            over = true;
            subscription.end();
        }
    }

    private void enter() {
        if (!plan.presence()) {
            locate();
            return;
        }
        Member member = new Member(plan.name(), owner.info(plan.grant().info()));
        await(subscription.enter(services.presence().enter(member)), entered -> locate());
    }

    private void locate() {
        if (!plan.positioned()) {
            start(Optional.empty());
            return;
        }
        await(services.reads().read(plan.name(), query(), services.metaTtl(plan)), this::join);
    }

    private HistoryQuery query() {
        if (plan.recoverSince().isEmpty()) {
            return HistoryQuery.POSITION;
        }
        return plan.newestOnly()
                ? RecoveryDecision.NEWEST_QUERY
                : RecoveryDecision.queryForEverything(plan.recoverSince().get(), services.maxRecovered());
    }

    private void join(HistoryPage page) {
        subscription.streamRead(page.top());
        RecoveryDecision decision = plan.recoverSince()
                .map(since -> plan.newestOnly()
                        ? RecoveryDecision.newest(since, page)
                        : RecoveryDecision.everything(since, page))
                .orElseGet(() -> RecoveryDecision.fromNow(page.top()));
        Optional<RecoveredStart> start = subscription.feed().overflown()
                ? Optional.empty()
                : RecoveryMerger.merge(decision, subscription.feed().collected());
        countRecovery(start);
        if (start.isEmpty()) {
            stop(new SubscriptionOutcome.Ended(DisconnectCode.INSUFFICIENT_STATE.disconnect()));
        } else if (plan.mustRecover()
                && plan.recoverSince().isPresent()
                && !start.get().recovered()) {
            refuse(ErrorCode.UNRECOVERABLE_POSITION);
        } else {
            start(start);
        }
    }

    private void countRecovery(Optional<RecoveredStart> start) {
        if (plan.recoverSince().isEmpty()) {
            return;
        }
        if (start.isPresent() && start.get().recovered()) {
            services.counters().recovered.add(1);
            services.counters()
                    .recoveredPublications
                    .add(start.get().publications().size());
        } else {
            services.counters().unrecovered.add(1);
        }
    }

    private void start(Optional<RecoveredStart> start) {
        over = true;
        start.ifPresent(from -> subscription.startFrom(
                from.reached(), plan.delta() && !from.publications().isEmpty()));
        outcome.accept(new SubscriptionOutcome.Started(subscription, result(start.orElse(null))));
    }

    private SubscribeResult result(@Nullable RecoveredStart start) {
        StreamPosition reported = start == null ? new StreamPosition(0, "") : start.reported();
        return new SubscribeResult(
                ttlSeconds > 0,
                ttlSeconds,
                plan.recoverable(),
                reported.epoch(),
                start == null ? List.of() : past(start.publications()),
                start != null && start.recovered(),
                reported.offset(),
                plan.positioned(),
                plan.grant().data(),
                plan.recoverSince().isPresent(),
                plan.delta(),
                subscription.channelId());
    }

    private List<Publication> past(List<Publication> publications) {
        List<Publication> wanted = plan.filter()
                .<List<Publication>>map(filter -> filtered(publications, filter))
                .orElse(publications);
        return PublicationForms.past(wanted, plan.delta());
    }

    private static List<Publication> filtered(List<Publication> publications, TagsFilter filter) {
        return publications.stream()
                .filter(publication -> filter.matches(publication.tags()))
                .toList();
    }

    private <T> void await(Future<T> step, Consumer<T> next) {
        services.loop()
                .completeHere(step)
                .onSuccess(done -> {
                    if (!over) {
                        next.accept(done);
                    }
                })
                .onFailure(this::fail);
    }

    /** The client is told no more than that it may try again, so the reason has to be in the log. */
    private void fail(Throwable cause) {
        if (!over) {
            String client = owner.info(Payload.EMPTY).client();
            log.warn(PEER, "a subscription could not begin session={} cause={}", client, CauseChain.of(cause));
            refuse(ErrorCode.INTERNAL);
        }
    }

    private void refuse(ErrorCode error) {
        stop(new SubscriptionOutcome.Refused(error.error()));
    }

    private void stop(SubscriptionOutcome told) {
        if (!over) {
            over = true;
            subscription.end();
            outcome.accept(told);
        }
    }
}
