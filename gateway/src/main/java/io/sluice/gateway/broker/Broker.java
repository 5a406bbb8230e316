package io.sluice.gateway.broker;

import io.sluice.common.lifecycle.Service;
import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Publication;
import io.sluice.common.protocol.StreamPosition;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * Carries publications between nodes. One contract test runs against every implementation.
 *
 * <p>Delivery promise: at most once to each subscribed node. Publications that one caller makes one after another into one
 * channel, without waiting, reach every node in that order. Nothing is promised across channels or across callers.
 *
 * <p>Threading: every method may be called from any thread; the futures complete on a thread of the broker's choice, so a
 * confined caller must hop back. What is published in one channel reaches the {@link Listener} by calls that come one at a time,
 * in the order of arrival; calls for different channels may come from several threads at the same time.
 *
 * <p>Failures: while the transport behind it is down every operation fails with {@link BrokerUnavailableException}
 * within two seconds. The caller tells its client that the error is temporary; the broker does not retry, since it
 * cannot know whether a publication whose answer is missing was delivered.
 */
public interface Broker extends Service {

    /** Where publications go that reach this node. Set once, before {@link #start}. */
    void listener(Listener listener);

    /**
     * Delivers to every node that is subscribed to {@code channel}, this one included. With a stream, appending to it, giving the
     * offset and delivering are one step: no other publication of the channel comes between.
     */
    Future<PublishResult> publish(String channel, Publication publication, PublishOptions options);

    /** Tells every node that is subscribed to {@code channel} of a client that came; at most once, like a publication. */
    Future<Void> publishJoin(String channel, ClientInfo info);

    /** Tells every node that is subscribed to {@code channel} of a client that went. */
    Future<Void> publishLeave(String channel, ClientInfo info);

    /**
     * Reads a part of a stream, in one step with its position. A stream that is not there begins, with a new epoch and offset 0,
     * so that a subscriber of a channel that was never published in has a position to recover from.
     *
     * @param metaTtl as in {@link StreamLimits}; counted anew from this use
     */
    Future<HistoryPage> history(String channel, HistoryQuery query, Duration metaTtl);

    /**
     * Reads where a stream is, like {@link #history}, and begins a new epoch if it went back: if it has lost publications that
     * this node had of it, as when a server takes over that lagged. Its next offsets would name something else than the same
     * offsets did before, and whoever was away meanwhile could not tell.
     *
     * <p>A stream went back if it is still of the epoch of {@code seen}, and either its top is below what was reached, or it holds
     * a publication of another time where one was heard. Both are judged in one step with the new epoch, where the stream is:
     * so a healthy stream stays as it is, however late the question comes or whatever was delivered late, and of several nodes
     * that find the same one gives the new epoch. What the stream holds stays, and so does its top; only positions of the former
     * epoch are no longer good.
     *
     * @param seen what this node had from the broker, and never what a client claims
     * @param metaTtl as in {@link #history}
     */
    Future<StreamCheck> check(String channel, StreamSight seen, Duration metaTtl);

    /** Forgets the publications of a stream; its epoch and its top stay. An unknown channel is no error. */
    Future<Void> removeHistory(String channel);

    /**
     * Subscribes this node. When the future completes, every publication made from then on will reach the listener, until
     * {@link #unsubscribe}; a lost transport is re-established by the broker itself, with every channel, before it reports
     * {@link #ready} again. Publications made in between are lost to this node. Subscribing twice is as good as once.
     */
    Future<Void> subscribe(String channel);

    /** Ends {@link #subscribe}; publications on their way may still arrive. An unknown channel is no error. */
    Future<Void> unsubscribe(String channel);

    /** Subscribes this node to a feed; the promise is that of {@link #subscribe}. */
    Future<Void> subscribeFeed(String feed);

    /** Ends {@link #subscribeFeed}. */
    Future<Void> unsubscribeFeed(String feed);

    /** Whether the transport is up and every channel is subscribed. */
    boolean ready();

    /** The position of a publication in a channel without a stream. */
    StreamPosition NO_POSITION = new StreamPosition(0, "");

    /** Receives what reaches this node. Called on threads of the broker, which it must neither block nor throw into. */
    interface Listener {

        /**
         * What has arrived together, to be handed on together: at least one message, those of one channel in the order of
         * arrival. No two calls that run at the same time have a channel in common.
         *
         * @param batch never changes, so it may be kept
         */
        void messages(List<ChannelMessage> batch);

        /**
         * Publications of a feed that this node is subscribed to, each with its own channel; like {@link #messages} otherwise.
         *
         * @param feed the name given in {@link PublishOptions#feed}
         */
        void feed(String feed, List<ChannelMessage.Published> batch);

        /**
         * The transport was lost, and is back with every channel and feed subscribed; publications made in between were lost to
         * this node. Also called when a transport that was missing at the start has come. May overtake {@link #messages} of
         * what was published since.
         */
        void restored();

        /**
         * The broker could not keep its promise of {@link #subscribe}: after an outage the transport refuses the channel, for
         * the rights of this installation have changed. Nothing of it arrives from here on, and it counts as unsubscribed; so
         * whoever still wants it subscribes again, which fails for as long as the reason lasts. Called like {@link
         * #messages}, after the channel's last publication.
         */
        void lost(String channel);

        /**
         * The same as {@link #lost} for a feed. A listener that subscribes to none hears nothing.
         *
         * @param feed the name given in {@link Broker#subscribeFeed}
         */
        default void feedLost(String feed) {}
    }
}
