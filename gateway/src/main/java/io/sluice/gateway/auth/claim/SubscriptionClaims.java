package io.sluice.gateway.auth.claim;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.SubscriptionToken;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a subscription token says beside the registered claims. */
public final class SubscriptionClaims {

    private final Form form;
    private final GrantClaims grant;

    private SubscriptionClaims(Form form, GrantClaims grant) {
        this.form = form;
        this.grant = grant;
    }

    private record Form(
            @Nullable String channel,
            @Nullable String client,
            @JsonProperty("expire_at") @Nullable Long expireAtSeconds) {}

    /**
     * Reads them from a token's claims.
     *
     * @throws ClaimException if they are of wrong types, or name no channel
     */
    public static SubscriptionClaims read(Payload claims) {
        Form form = ClaimsJson.read(claims, Form.class);
        if (form.channel() == null || form.channel().isEmpty()) {
            throw new ClaimException("a subscription token needs a channel");
        }
        return new SubscriptionClaims(form, ClaimsJson.read(claims, GrantClaims.class));
    }

    /** When the subscription ends, instead of with the token: Unix time in seconds, 0 or less for never. */
    public OptionalLong expireAt() {
        Long seconds = form.expireAtSeconds();
        return seconds == null ? OptionalLong.empty() : OptionalLong.of(seconds);
    }

    /**
     * The token of {@code user}.
     *
     * @param expireAt Unix time in seconds; 0 for never
     * @throws ClaimException if a claim has a value that it cannot have
     */
    public SubscriptionToken token(String user, long expireAt) {
        String channel = form.channel();
        String client = form.client();
        return new SubscriptionToken(
                user, channel == null ? "" : channel, client == null ? "" : client, grant.grant(expireAt));
    }
}
