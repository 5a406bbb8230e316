package io.sluice.common.protocol;

/** What the gateway sends to a client unasked. */
public sealed interface Push {
    /** The channel that the push is about, by the name the client subscribed with; empty if it is about the connection. */
    String channel();

    /**
     * A publication.
     *
     * @param channelId number that the subscriber was told for the channel and that is sent instead of its name; 0 sends the name
     */
    record Published(String channel, long channelId, Publication publication) implements Push {

        /** A publication under its channel's name. */
        public Published(String channel, Publication publication) {
            this(channel, 0, publication);
        }
    }

    record Joined(String channel, ClientInfo info) implements Push {}

    record Left(String channel, ClientInfo info) implements Push {}

    /** The server ended the subscription; whether the client subscribes again is a matter of the code. */
    record Unsubscribed(String channel, UnsubscribeCode code) implements Push {}

    /** The server subscribed the client; the fields mean what they mean in {@link SubscribeResult}. */
    record Subscribed(String channel, boolean recoverable, String epoch, long offset, boolean positioned, Payload data)
            implements Push {}

    /** A message to this connection alone. */
    record Message(Payload data) implements Push {
        @Override
        public String channel() {
            return "";
        }
    }

    /** Opens a transport that carries no commands; its {@link ConnectResult#flag()} is not sent. */
    record Connected(ConnectResult result) implements Push {
        @Override
        public String channel() {
            return "";
        }
    }

    /** The last word on a transport that has no close frame. */
    record Disconnected(Disconnect disconnect) implements Push {
        @Override
        public String channel() {
            return "";
        }
    }

    /**
     * The server changed how long the connection may live.
     *
     * @param expires whether the client must refresh its token
     * @param ttl seconds until the token expires; 0 if it does not
     */
    record Refreshed(boolean expires, long ttl) implements Push {
        @Override
        public String channel() {
            return "";
        }
    }
}
