package io.sluice.gateway.subscription;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.hub.Subscriber;
import io.sluice.gateway.hub.Subscription;
import io.sluice.gateway.outbound.Receiver;
import io.sluice.gateway.presence.Member;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** One client's subscription to one channel, with all that has to be undone when it ends. */
@EventLoopConfined
public final class ChannelSubscription {

    private final SubscriptionPlan plan;
    private final SubscriptionOwner owner;
    private final SubscriptionServices services;
    private final int channelId;
    // Null for a plain subscription, whose publications go straight to the connection.
    private final @Nullable LiveFeed feed;

    private Payload channelInfo;
    private @Nullable Subscription hub;
    private LoopMembers.@Nullable Membership membership;
    private boolean watched;
    private boolean joined;
    private boolean ended;

    ChannelSubscription(SubscriptionPlan plan, SubscriptionOwner owner, SubscriptionServices services) {
        this.plan = plan;
        this.owner = owner;
        this.services = services;
        this.channelInfo = plan.grant().info();
        this.channelId = plan.compact() ? services.channelIds().acquire(plan.name()) : 0;
        this.feed = plan.isPlain() ? null : new LiveFeed(plan, channelId, owner, services);
    }

    public SubscriptionPlan plan() {
        return plan;
    }

    /** What others see of the client in this channel alone. */
    public Payload channelInfo() {
        return channelInfo;
    }

    /** Others see this of the client from now on; as a member, with the next refresh. */
    public void channelInfo(Payload changed) {
        channelInfo = changed;
        infoChanged();
    }

    /** The client has been told that it is subscribed: what comes from here on is passed on, and others learn that it joined. */
    public void begin() {
        if (feed != null) {
            feed.release();
        }
        if (ended) {
            return; // What was collected showed a loss.
        }
        if (plan.announced()) {
            joined = true;
            services.broker().publishJoin(plan.name(), info());
        }
    }

    /** How others see the client has changed. */
    public void infoChanged() {
        if (membership != null) {
            membership.update(new Member(plan.name(), info()));
        }
    }

    /**
     * Ends it: nothing is passed on any more.
     *
     * @return completes, well or not, when others no longer see the client in the channel
     */
    public Future<?> end() {
        if (ended) {
            return Future.succeededFuture();
        }
        ended = true;
        if (hub != null) {
            hub.cancel();
        }
        if (channelId > 0) {
            services.channelIds().release(plan.name());
        }
        if (watched) {
            services.positionChecks().end(plan.name());
        }
        return leave();
    }

    private Future<?> leave() {
        Future<Void> gone = membership == null ? Future.succeededFuture() : membership.leave();
        return joined ? Future.join(gone, services.broker().publishLeave(plan.name(), info())) : gone;
    }

    private ClientInfo info() {
        return owner.info(channelInfo);
    }

    // While it starts.

    LiveFeed feed() {
        return requireNonNull(feed);
    }

    int channelId() {
        return channelId;
    }

    Subscriber subscriber() {
        return feed != null ? feed : new PlainSubscriber(plan.name(), owner);
    }

    void joinedHub(Subscription subscription) {
        hub = subscription;
    }

    void streamRead(StreamPosition top) {
        requireNonNull(hub).streamRead(top);
    }

    Future<Void> enter(LoopMembers.Membership entering) {
        membership = entering;
        return entering.entered();
    }

    /** Watches the position from here on. */
    void startFrom(StreamPosition reached, boolean hasDocument) {
        watched = true;
        services.positionChecks().begin(plan.name(), services.metaTtl(plan));
        feed().watch(reached, hasDocument);
    }

    /** A subscriber whose publications go to its connection as they are. */
    private record PlainSubscriber(String channel, SubscriptionOwner owner) implements Subscriber {

        @Override
        public Receiver receiver() {
            return owner.receiver();
        }

        @Override
        public void lost(String lostChannel) {
            owner.insufficient(channel);
        }
    }
}
