package io.sluice.common.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for.
 *
 * <p>Fields hold what the client sent, unchecked beyond their type: an absent string is {@code ""}, an absent payload
 * {@link Payload#EMPTY}, an absent number 0. Whether an id of 0 or an empty channel is acceptable is the session's to say.
 */
public sealed interface Command {
    /** The client's number for this command, 0 to 2^32 - 1, which the reply repeats; 0 asks for no reply. */
    long id();

    /**
     * The first command of a connection.
     *
     * @param token connection token; empty for none
     * @param data for the application that decides about the connection
     * @param name of the client library
     * @param version of the client application
     * @param headers what the client would have sent as HTTP headers, were it able to
     * @param subs where to resume the server-side subscriptions, by channel; only their recovery fields are of use
     * @param flag bits of the features that the client understands
     */
    record Connect(
            long id,
            String token,
            Payload data,
            String name,
            String version,
            Map<String, String> headers,
            Map<String, Subscribe> subs,
            long flag)
            implements Command {

        public Connect {
            headers = Map.copyOf(headers);
            subs = Map.copyOf(subs);
        }
    }

    /**
     * Asks for the publications of a channel.
     *
     * @param token subscription token; empty for none
     * @param recover whether to send what was published after {@code epoch} and {@code offset}
     * @param data for the application that decides about the subscription
     * @param positioned asks that gaps are noticed
     * @param recoverable asks that a later recovery is possible
     * @param joinLeave asks for join and leave messages
     * @param delta the patch format asked for; empty for none
     * @param tagsFilter which publications are wanted, by their tags; null for all
     * @param flag 1: channel numbers instead of names are understood; 2: fail with error 112 if not recovered
     * @param type kind of subscription; 0 is a stream
     */
    record Subscribe(
            long id,
            String channel,
            String token,
            boolean recover,
            String epoch,
            long offset,
            Payload data,
            boolean positioned,
            boolean recoverable,
            boolean joinLeave,
            String delta,
            @Nullable FilterNode tagsFilter,
            long flag,
            int type)
            implements Command {}

    record Unsubscribe(long id, String channel) implements Command {}

    /**
     * A message to everyone in a channel.
     *
     * @param type 0 for a message in a stream, 1 for an entry of a map
     * @param key entry of the map
     * @param removed whether the entry goes away
     */
    record Publish(long id, String channel, Payload data, int type, String key, boolean removed) implements Command {}

    record Presence(long id, String channel) implements Command {}

    record PresenceStats(long id, String channel) implements Command {}

    /**
     * Asks for what was published in a channel.
     *
     * @param limit most publications to return: 0 only asks for the position, a negative one for all that is allowed
     * @param since return what comes after it, or before it when reversed; null for the end that reading starts at
     * @param reverse newest first
     */
    record History(long id, String channel, int limit, @Nullable StreamPosition since, boolean reverse)
            implements Command {}

    /** The old ping of a client, not the answer to one of ours. */
    record Ping(long id) implements Command {}

    /** A message to the application that wants no answer. */
    record Send(long id, Payload data) implements Command {}

    record Rpc(long id, String method, Payload data) implements Command {}

    record Refresh(long id, String token) implements Command {}

    /**
     * A subscription token that replaces an expiring one.
     *
     * @param type 0 to refresh the token; other values track items of a polled channel
     */
    record SubRefresh(long id, String channel, String token, int type) implements Command {}

    /** The answer to a ping of the server: the empty command. */
    record Pong() implements Command {
        @Override
        public long id() {
            return 0;
        }
    }

    /** A command that is not empty, and has no part that this version knows. */
    record Unknown(long id) implements Command {}
}
