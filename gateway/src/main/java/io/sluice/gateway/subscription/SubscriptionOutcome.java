package io.sluice.gateway.subscription;

import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.ProtocolError;
import io.sluice.common.protocol.SubscribeResult;

/** What became of the wish to subscribe. */
public sealed interface SubscriptionOutcome {

    /**
     * It runs. Whoever is told must tell the client, and then call {@link ChannelSubscription#begin}, in one go: nothing is sent
     * to the client before.
     */
    record Started(ChannelSubscription subscription, SubscribeResult result) implements SubscriptionOutcome {}

    record Refused(ProtocolError error) implements SubscriptionOutcome {}

    /** The client's connection has to end. */
    record Ended(Disconnect disconnect) implements SubscriptionOutcome {}
}
