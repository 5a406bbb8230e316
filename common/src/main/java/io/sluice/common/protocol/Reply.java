package io.sluice.common.protocol;

import java.util.List;
import java.util.Map;

/**
 * What the gateway tells one client: the answer to a command, a push, or a ping.
 *
 * <p>An absent string is {@code ""}, an absent payload {@link Payload#EMPTY}, an absent number 0.
 */
public sealed interface Reply {
    /** The id of the command that is answered; 0 for pushes and pings. */
    long id();

    record Failed(long id, ProtocolError error) implements Reply {}

    record Connected(long id, ConnectResult result) implements Reply {}

    record Subscribed(long id, SubscribeResult result) implements Reply {}

    record Unsubscribed(long id) implements Reply {}

    record Published(long id) implements Reply {}

    /** Who is in the channel, by connection id. */
    record PresenceListed(long id, Map<String, ClientInfo> presence) implements Reply {
        public PresenceListed {
            presence = Map.copyOf(presence);
        }
    }

    /**
     * How many are in the channel.
     *
     * @param clients count of connections in the channel
     * @param users count of distinct users among them
     */
    record PresenceCounted(long id, int clients, int users) implements Reply {}

    /**
     * The part of a channel's history that was asked for.
     *
     * @param epoch life of the stream
     * @param offset of the newest publication in the stream, whether returned or not
     */
    record HistoryListed(long id, List<Publication> publications, String epoch, long offset) implements Reply {
        public HistoryListed {
            publications = List.copyOf(publications);
        }
    }

    record RpcAnswered(long id, Payload data) implements Reply {}

    record Refreshed(long id, RefreshResult result) implements Reply {}

    /**
     * The new subscription token was accepted.
     *
     * @param expires whether the new subscription token expires too
     * @param ttl seconds until then; 0 if it does not
     */
    record SubRefreshed(long id, boolean expires, long ttl) implements Reply {}

    /** Something that no command asked for. */
    record Pushed(Push push) implements Reply {
        @Override
        public long id() {
            return 0;
        }
    }

    /** Asks the client for a sign of life: the empty reply. */
    record Ping() implements Reply {
        @Override
        public long id() {
            return 0;
        }
    }
}
