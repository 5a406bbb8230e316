package io.sluice.common.protocol;

import java.util.Map;

/**
 * What a client learns when it is let in.
 *
 * @param client id of the connection
 * @param version the server's version text
 * @param expires whether the client must refresh its token
 * @param ttlSeconds seconds until the token expires; 0 if it does not
 * @param data the application's own answer
 * @param subs server-side subscriptions by channel
 * @param pingSeconds seconds between two pings of the server; 0 for none
 * @param pong whether the client must answer each ping
 * @param session secret of the connection, only for transports that send commands by separate requests; never logged
 * @param node id of the gateway node; empty unless the transport or the settings ask for it
 * @param time the server's Unix time in milliseconds; 0 unless the settings ask for it
 * @param flag bits of the requested features that are in force
 */
public record ConnectResult(
        String client,
        String version,
        boolean expires,
        long ttlSeconds,
        Payload data,
        Map<String, SubscribeResult> subs,
        long pingSeconds,
        boolean pong,
        String session,
        String node,
        long time,
        long flag) {

    public ConnectResult {
        subs = Map.copyOf(subs);
    }
}
