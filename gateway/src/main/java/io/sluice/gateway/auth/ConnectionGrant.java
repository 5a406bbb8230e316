package io.sluice.gateway.auth;

import io.sluice.common.protocol.Payload;
import java.util.Map;

/**
 * What somebody who may connect is granted.
 *
 * @param user id that the application knows the user by; empty for an anonymous one
 * @param info what others see of the client in all channels
 * @param data for the client, in the answer to its connect command
 * @param expireAt Unix time in seconds at which the connection ends unless it is refreshed; 0 for never
 * @param meta what back ends are told of the connection, and clients never
 * @param subscriptions channels that the server subscribes the client to
 * @param refreshedByServer whether the server asks the back end for a longer life by itself; else the client brings a new token
 */
public record ConnectionGrant(
        String user,
        Payload info,
        Payload data,
        long expireAt,
        Payload meta,
        Map<String, SubscriptionGrant> subscriptions,
        boolean refreshedByServer) {

    public ConnectionGrant {
        subscriptions = Map.copyOf(subscriptions);
    }

    /** A client of whom nothing is known. */
    public static final ConnectionGrant ANONYMOUS =
            new ConnectionGrant("", Payload.EMPTY, Payload.EMPTY, 0, Payload.EMPTY, Map.of(), false);
}
