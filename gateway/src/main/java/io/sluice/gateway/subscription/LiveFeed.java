package io.sluice.gateway.subscription;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.filter.TagsFilter;
import io.sluice.gateway.hub.PositionChecks;
import io.sluice.gateway.hub.Subscriber;
import io.sluice.gateway.outbound.DeliveryOptions;
import io.sluice.gateway.outbound.Message;
import io.sluice.gateway.outbound.Receiver;
import io.sluice.gateway.recovery.PositionTracker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes live in a channel, on its way to one subscriber.
 *
 * <pre>
 *   collecting --{@link #release}--> passing on --loss noticed, or {@link #cancelled}--> ended
 * </pre>
 *
 * <p>While the subscription begins it collects publications. From the reply on, beginning with those, it watches their positions,
 * which leaves out what the reply held already, keeps out what the subscriber's filter does not want, and chooses the form that the
 * subscriber understands.
 */
@EventLoopConfined
final class LiveFeed implements Subscriber, Receiver {

    /** Most publications that are collected: more than come while Redis answers, unless something is badly wrong. */
    static final int MAX_COLLECTED = 4096;

    private final String channel;
    private final SubscriptionOwner owner;
    private final Receiver receiver;
    private final @Nullable RateLimit rateLimit;
    private final @Nullable TagsFilter filter;
    private final boolean joinLeave;
    private final boolean delta;
    private final int channelId;
    private final PositionChecks positionChecks;

    /** A publication that waits for the reply. */
    private record Collected(Message message, Publication publication, DeliveryOptions options) {}

    // Null once the subscription runs.
    private @Nullable List<Collected> collected = new ArrayList<>();
    private boolean overflown;
    private boolean ended;
    // Null for a subscription without a position.
    private @Nullable PositionTracker position;
    // Whether all that was read from the stream has come live too, if it ever does: from then on none can come twice.
    private boolean settled;
    // How far we have been before any look later than this one: such a look cannot find the stream behind that.
    private long reachedBeforeLook;
    private long look;
    // Whether the subscriber has the document that the next patch is made against.
    private boolean patchable;

    /** @param channelId number that the subscriber knows the channel by; 0 for none */
    LiveFeed(SubscriptionPlan plan, int channelId, SubscriptionOwner owner, SubscriptionServices services) {
        this.channel = plan.name();
        this.owner = owner;
        this.rateLimit = plan.maxRate() == 0
                ? null
                : new RateLimit(owner.receiver(), plan.maxRate(), services.delays(), services.counters().rateLimited);
        this.receiver = rateLimit == null ? owner.receiver() : rateLimit;
        this.filter = plan.filter().orElse(null);
        this.joinLeave = plan.joinLeave();
        this.delta = plan.delta();
        this.channelId = channelId;
        this.positionChecks = services.positionChecks();
    }

    /** What was collected so far. */
    List<Publication> collected() {
        return requireNonNull(collected).stream().map(Collected::publication).toList();
    }

    /** Whether publications came that could not be kept. */
    boolean overflown() {
        return overflown;
    }

    /**
     * Gives it a position to watch.
     *
     * @param reached the last publication that is accounted for by the reply
     * @param hasDocument whether the subscriber is given that publication's document
     */
    void watch(StreamPosition reached, boolean hasDocument) {
        position = new PositionTracker(reached);
        reached(position);
        patchable = hasDocument;
    }

    /** The subscriber has its reply: what was collected, and what comes from here on, is passed on. */
    void release() {
        List<Collected> waiting = requireNonNull(collected);
        collected = null;
        if (overflown) {
            insufficient();
        }
        waiting.forEach(each -> deliver(each.message(), each.options()));
    }

    @Override
    public Receiver receiver() {
        return this;
    }

    @Override
    public void deliver(Message message, DeliveryOptions options) {
        Publication publication = requireNonNull(message.publication());
        if (collected != null) {
            collect(new Collected(message, publication, options));
        } else if (!ended && (position == null || isNext(publication, position))) {
            pass(message, publication, options);
        }
    }

    @Override
    public void change(Message joinOrLeave) {
        if (joinLeave && collected == null && !ended) {
            owner.receiver().deliver(joinOrLeave, DeliveryOptions.PROMPT);
        }
    }

    @Override
    public void streamWasAt(StreamPosition top, long foundBy) {
        if (position == null || collected != null || ended) {
            return;
        }
        switch (position.standing(top)) {
            case BEHIND, OTHER_LIFE -> insufficient();
            case AT_TOP, AHEAD -> {
                if (foundBy > look && top.offset() < reachedBeforeLook) {
                    // The stream has lost its newest publications, as in a Redis that restarts from a copy.
                    insufficient();
                } else {
                    settled |= foundBy > look; // It was compared only after all that was on its way had come.
                    reached(position);
                }
            }
        }
    }

    @Override
    public void lost(String lostChannel) {
        if (collected != null) {
            overflown = true; // Told once the subscription runs.
        } else {
            insufficient();
        }
    }

    @Override
    public void cancelled() {
        ended = true;
        if (rateLimit != null) {
            rateLimit.cancel();
        }
    }

    private void collect(Collected arrival) {
        List<Collected> kept = requireNonNull(collected);
        if (kept.size() < MAX_COLLECTED) {
            kept.add(arrival);
        } else {
            overflown = true;
        }
    }

    private boolean isNext(Publication publication, PositionTracker tracker) {
        switch (tracker.accept(publication)) {
            case DELIVER -> {
                settled |= publication.offset() > 0;
                return true;
            }
            case DUPLICATE -> {
                // What was read from the stream may come live too, but before what comes live alone: a stream that
                // goes back later has lost its newest publications, and gives their offsets to others.
                if (settled) {
                    insufficient();
                }
                return false;
            }
            case INSUFFICIENT -> {
                insufficient();
                return false;
            }
        }
        throw new IllegalStateException("expected a known step");
    }

    private void pass(Message message, Publication publication, DeliveryOptions options) {
        if (filter != null && !filter.matches(publication.tags())) {
            patchable = false;
            return;
        }
        DataForm form = !delta ? DataForm.PLAIN : patchable ? DataForm.PATCH : DataForm.WHOLE;
        // A publication that is not kept comes between the documents of the stream.
        patchable = publication.offset() > 0;
        receiver.deliver(message.as(channelId, form), options);
    }

    private void reached(PositionTracker tracker) {
        reachedBeforeLook = tracker.position().offset();
        look = positionChecks.lastLook();
    }

    private void insufficient() {
        ended = true;
        owner.insufficient(channel);
    }
}
