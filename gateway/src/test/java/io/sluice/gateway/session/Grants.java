package io.sluice.gateway.session;

import io.sluice.common.protocol.FilterNode;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.ChannelOverride;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.SubscriptionGrant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tokens and back ends grant, with nothing in it but what a test cares for. */
final class Grants {

    private Grants() {}

    static ConnectionGrant of(String user) {
        return until(user, 0);
    }

    /** @param expireAt Unix time in seconds; 0 for never */
    static ConnectionGrant until(String user, long expireAt) {
        return new ConnectionGrant(user, Payload.EMPTY, Payload.EMPTY, expireAt, Payload.EMPTY, Map.of(), false);
    }

    /** One whose end the server puts off by asking the back end. */
    static ConnectionGrant refreshedByServer(String user, long expireAt) {
        return new ConnectionGrant(user, Payload.EMPTY, Payload.EMPTY, expireAt, Payload.EMPTY, Map.of(), true);
    }

    /** One that comes with subscriptions. */
    static ConnectionGrant subscribing(String user, Map<String, SubscriptionGrant> subscriptions) {
        return new ConnectionGrant(user, Payload.EMPTY, Payload.EMPTY, 0, Payload.EMPTY, subscriptions, false);
    }

    /** The same, with nothing in particular granted in the channels. */
    static ConnectionGrant subscribing(String user, String... channels) {
        Map<String, SubscriptionGrant> subscriptions = new HashMap<>();
        List.of(channels).forEach(channel -> subscriptions.put(channel, SubscriptionGrant.PLAIN));
        return subscribing(user, subscriptions);
    }

    static SubscriptionGrant subscriptionUntil(long expireAt) {
        return new SubscriptionGrant(Payload.EMPTY, Payload.EMPTY, expireAt, ChannelOverride.NONE, Optional.empty(), 0);
    }

    static SubscriptionGrant subscription(String info, String data) {
        return new SubscriptionGrant(Payload.of(info), Payload.of(data), 0, ChannelOverride.NONE, Optional.empty(), 0);
    }

    /** One by which only publications are sent whose tag {@code key} is {@code value}. */
    static SubscriptionGrant filtered(String key, String value) {
        return filtered(new FilterNode("", key, "eq", value, List.of(), List.of()));
    }

    static SubscriptionGrant filtered(FilterNode filter) {
        return new SubscriptionGrant(Payload.EMPTY, Payload.EMPTY, 0, ChannelOverride.NONE, Optional.of(filter), 0);
    }

    static SubscriptionGrant limited(double maxRate) {
        return new SubscriptionGrant(Payload.EMPTY, Payload.EMPTY, 0, ChannelOverride.NONE, Optional.empty(), maxRate);
    }

    static SubscriptionGrant with(ChannelOverride override) {
        return new SubscriptionGrant(Payload.EMPTY, Payload.EMPTY, 0, override, Optional.empty(), 0);
    }
}
