package io.sluice.gateway.hook.http;

import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.SubscriptionGrant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connect result as back ends write it.
 *
 * @param user absent for an anonymous one
 * @param channels channels to subscribe the client to, without further ado
 * @param subs channels to subscribe the client to, with options; wins where both name a channel
 */
record ConnectionForm(
        @Nullable String user,
        long expireAt,
        Payload info,
        @Nullable String b64info,
        Payload data,
        @Nullable String b64data,
        Payload meta,
        @Nullable List<String> channels,
        @Nullable Map<String, SubscriptionForm> subs) {

    /** @param refreshedByServer whether a back end is asked for a longer life */
    ConnectionGrant grant(boolean refreshedByServer) {
        return new ConnectionGrant(
                user == null ? "" : user,
                PayloadForm.of(info, b64info),
                PayloadForm.of(data, b64data),
                Times.unixSeconds(expireAt),
                meta,
                subscriptions(),
                refreshedByServer);
    }

    private Map<String, SubscriptionGrant> subscriptions() {
        Map<String, SubscriptionGrant> subscriptions = new HashMap<>();
        if (channels != null) {
            channels.forEach(channel -> subscriptions.put(named(channel), SubscriptionGrant.PLAIN));
        }
        if (subs != null) {
            subs.forEach((channel, form) ->
                    subscriptions.put(named(channel), form == null ? SubscriptionGrant.PLAIN : form.grant()));
        }
        return subscriptions;
    }

    private static String named(@Nullable String channel) {
        if (channel == null || channel.isEmpty()) {
            throw new IllegalArgumentException("a channel of the result has no name");
        }
        return channel;
    }
}
