package io.sluice.gateway.session;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.auth.SubscriptionGrant;
import java.util.Optional;
import java.util.Set;

/**
 * What back ends may do to the clients of this node.
 *
 * <p>Threading: any thread; each client is met on its own event loop, after the call has returned.
 */
public interface ClientControl {

    /**
     * Ends connections.
     *
     * @param spared ids of connections that stay
     */
    void disconnect(ClientTarget target, Set<String> spared, Disconnect disconnect);

    /** Ends subscriptions with code 2000; an empty channel ends all. */
    void unsubscribe(ClientTarget target, String channel);

    /** Subscribes clients that are not subscribed already; they learn it by a push. */
    void subscribe(ClientTarget target, String channel, SubscriptionGrant grant, Optional<StreamPosition> recoverSince);

    /**
     * Sets how long connections may live.
     *
     * @param expired ends them now with code 3005
     * @param expireAt Unix time in seconds; 0 for never
     */
    void refresh(ClientTarget target, boolean expired, long expireAt, Optional<Payload> info);
}
