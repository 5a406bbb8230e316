package io.sluice.gateway.hook.http;

import io.sluice.common.protocol.Payload;
import io.sluice.gateway.auth.RefreshGrant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A refresh or sub_refresh result as back ends write it. */
record RefreshForm(boolean expired, long expireAt, Payload info, @Nullable String b64info, Payload meta) {

    RefreshGrant grant() {
        return new RefreshGrant(
                expired, Times.unixSeconds(expireAt), given(PayloadForm.of(info, b64info)), given(meta));
    }

    private static Optional<Payload> given(Payload payload) {
        return payload.isEmpty() ? Optional.empty() : Optional.of(payload);
    }
}
