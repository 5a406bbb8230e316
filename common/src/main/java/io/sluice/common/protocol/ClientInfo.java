package io.sluice.common.protocol;

/**
 * Who a connection is, as other clients may see it in presence, join and leave messages and on its publications.
 *
 * @param user the application's user id; empty for an anonymous user
 * @param client the id of the connection
 * @param connectionInfo what the connection token says about the user, for every channel
 * @param channelInfo what the subscription token says about the user, for one channel
 */
public record ClientInfo(String user, String client, Payload connectionInfo, Payload channelInfo) {}
