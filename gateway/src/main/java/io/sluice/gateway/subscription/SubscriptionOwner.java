package io.sluice.gateway.subscription;

import io.sluice.common.protocol.ClientInfo;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.outbound.Receiver;

/** Whose subscription it is; the port by which subscriptions know sessions. Used on the session's loop. */
public interface SubscriptionOwner {

    /** Who takes the publications; always the same. */
    Receiver receiver();

    /** How others see the client in a channel. */
    ClientInfo info(Payload channelInfo);

    /**
     * A running subscription has missed publications, or the broker no longer delivers its channel: it has to end, and its client
     * to begin anew. May be called in the middle of a fan-out.
     */
    void insufficient(String channel);
}
