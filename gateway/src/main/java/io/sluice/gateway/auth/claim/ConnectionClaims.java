package io.sluice.gateway.auth.claim;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.ConnectionGrant;
import io.sluice.gateway.auth.SubscriptionGrant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a connection token says beside the registered claims. */
public record ConnectionClaims(
        Payload info,
        @JsonProperty("b64info") @Nullable String base64Info,
        @Nullable List<@Nullable String> channels,
        @Nullable Map<String, @Nullable GrantClaims> subs,
        Payload meta,
        @Nullable JsonNode channel,
        @JsonProperty("expire_at") @Nullable Long expireAtSeconds) {

    /**
     * Reads them from a token's claims.
     *
     * @throws ClaimException if they are of wrong types, or those of a subscription token
     */
    public static ConnectionClaims read(Payload claims) {
        ConnectionClaims read = ClaimsJson.read(claims, ConnectionClaims.class);
        if (read.channel != null && !read.channel.isNull()) {
            throw new ClaimException("a connection token has no channel; this is a token for a subscription");
        }
        return read;
    }

    /** When the connection ends, instead of with the token: Unix time in seconds, 0 or less for never. */
    public OptionalLong expireAt() {
        return expireAtSeconds == null ? OptionalLong.empty() : OptionalLong.of(expireAtSeconds);
    }

    /**
     * The grant for {@code user}.
     *
     * @param expireAt Unix time in seconds; 0 for never
     * @throws ClaimException if a claim has a value that it cannot have
     */
    public ConnectionGrant grant(String user, long expireAt) {
        return new ConnectionGrant(
                user,
                ClaimsJson.payload(info, base64Info == null ? "" : base64Info),
                Payload.EMPTY,
                expireAt,
                meta,
                subscriptions(),
                false);
    }

    /** A channel may stand in both claims; what is said of it in {@code subs} holds. */
    private Map<String, SubscriptionGrant> subscriptions() {
        Map<String, SubscriptionGrant> grants = new LinkedHashMap<>();
        if (channels != null) {
            channels.forEach(name -> grants.put(named(name), SubscriptionGrant.PLAIN));
        }
        if (subs != null) {
            subs.forEach((name, claims) ->
                    grants.put(named(name), claims == null ? SubscriptionGrant.PLAIN : claims.grant(0)));
        }
        return grants;
    }

    private static String named(@Nullable String channel) {
        if (channel == null || channel.isEmpty()) {
            throw new ClaimException("a channel has no name");
        }
        return channel;
    }
}
