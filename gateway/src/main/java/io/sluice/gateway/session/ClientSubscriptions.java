package io.sluice.gateway.session;

import static java.util.Objects.requireNonNull;

import io.sluice.common.protocol.Payload;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.gateway.subscription.ChannelSubscription;
import io.sluice.gateway.subscription.SubscriptionOutcome;
import io.sluice.gateway.subscription.SubscriptionOwner;
import io.sluice.gateway.subscription.SubscriptionPlan;
import io.sluice.gateway.subscription.SubscriptionServices;
import io.sluice.gateway.subscription.SubscriptionStart;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one client, those that are just beginning among them. */
@EventLoopConfined
final class ClientSubscriptions {

    /** A subscription that runs, and its end, if it has one. */
    record Running(ChannelSubscription subscription, @Nullable SubscriptionLifetime lifetime) {

        SubscriptionPlan plan() {
            return subscription.plan();
        }
    }

    /** A subscription that begins, and what is to be done when it has, or has failed to. */
    private record Starting(SubscriptionStart start, List<Runnable> afterwards) {}

    private final SubscriptionOwner owner;
    private final SubscriptionServices services;
    private final Map<String, Running> running = new HashMap<>(2);
    // Null while none begins.
    private @Nullable Map<String, Starting> starting;
    private int clientSide;
    // Those that run and do not recover.
    private int unrecoverable;

    ClientSubscriptions(SubscriptionOwner owner, SubscriptionServices services) {
        this.owner = owner;
        this.services = services;
    }

    /** Whether the client is subscribed, or about to be. */
    boolean knows(String channel) {
        return running.containsKey(channel) || isStarting(channel);
    }

    boolean isStarting(String channel) {
        return starting != null && starting.containsKey(channel);
    }

    /** Has {@code action} run when a subscription that begins has begun, or has failed to; not if the client goes first. */
    void afterStart(String channel, Runnable action) {
        requireNonNull(requireNonNull(starting).get(channel)).afterwards().add(action);
    }

    boolean runs(String channel) {
        return running.containsKey(channel);
    }

    /** Whether it is this very subscription that runs, and not a later one to the same channel. */
    boolean isRunning(ChannelSubscription subscription) {
        Running entry = running.get(subscription.plan().name());
        return entry != null && entry.subscription() == subscription;
    }

    /** Gives a subscription that runs another end. */
    void expire(String channel, Function<ChannelSubscription, SubscriptionLifetime> lifetime) {
        running.computeIfPresent(channel, (name, entry) -> {
            stop(entry.lifetime());
            return new Running(entry.subscription(), lifetime.apply(entry.subscription()));
        });
    }

    @Nullable
    Running get(String channel) {
        return running.get(channel);
    }

    /** Number of subscriptions that the client itself wanted. */
    int clientSide() {
        return clientSide;
    }

    /** What the client would lose if it had to subscribe anew. */
    MoveCost moveCost() {
        if (starting != null) {
            return MoveCost.BUSY;
        }
        if (running.isEmpty()) {
            return MoveCost.NOTHING;
        }
        return unrecoverable == 0 ? MoveCost.RECOVERS : MoveCost.LOSES;
    }

    /** Names of the channels in which it is subscribed, or about to be, as a copy. */
    List<String> channels() {
        List<String> channels = new ArrayList<>(running.keySet());
        if (starting != null) {
            channels.addAll(starting.keySet());
        }
        return channels;
    }

    /**
     * Begins a subscription to a channel that the client does not know.
     *
     * @param ttlSeconds time in which the client has to refresh it; 0 if it need not
     * @param outcome told once, unless the client goes first
     */
    void start(SubscriptionPlan plan, long ttlSeconds, Consumer<SubscriptionOutcome> outcome) {
        String channel = plan.name();
        SubscriptionStart start = new SubscriptionStart(plan, owner, services, ttlSeconds, told -> {
            List<Runnable> afterwards = noLongerStarting(channel);
            outcome.accept(told);
            afterwards.forEach(Runnable::run);
        });
        if (starting == null) {
            starting = new HashMap<>(2);
        }
        starting.put(channel, new Starting(start, new ArrayList<>(0)));
        start.begin();
    }

    private List<Runnable> noLongerStarting(String channel) {
        Map<String, Starting> all = requireNonNull(starting);
        Starting started = requireNonNull(all.remove(channel));
        if (all.isEmpty()) {
            starting = null;
        }
        return started.afterwards();
    }

    /** The subscription runs from now on; whoever calls this calls its {@link ChannelSubscription#begin} when the client knows. */
    void add(Running entry) {
        running.put(entry.plan().name(), entry);
        clientSide += entry.plan().serverSide() ? 0 : 1;
        unrecoverable += entry.plan().recoverable() ? 0 : 1;
    }

    /**
     * Ends a subscription that runs.
     *
     * @return completes, well or not, when others no longer see the client in the channel
     */
    Future<?> end(String channel) {
        Running ended = running.remove(channel);
        if (ended == null) {
            return Future.succeededFuture();
        }
        clientSide -= ended.plan().serverSide() ? 0 : 1;
        unrecoverable -= ended.plan().recoverable() ? 0 : 1;
        return end(ended);
    }

    /** What others see of the client in {@code channel} alone. */
    Payload channelInfo(String channel) {
        Running entry = running.get(channel);
        return entry == null ? Payload.EMPTY : entry.subscription().channelInfo();
    }

    /** How others see the client has changed. */
    void infoChanged() {
        running.values().forEach(each -> each.subscription().infoChanged());
    }

    /** The client is gone. */
    void endAll() {
        if (starting != null) {
            List.copyOf(starting.values()).forEach(each -> each.start().abandon());
            starting = null;
        }
        running.values().forEach(ClientSubscriptions::end);
        running.clear();
    }

    private static void stop(@Nullable SubscriptionLifetime lifetime) {
        if (lifetime != null) {
            lifetime.stop();
        }
    }

    private static Future<?> end(Running entry) {
        stop(entry.lifetime());
        return entry.subscription().end();
    }
}
