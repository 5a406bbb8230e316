package io.sluice.gateway.hook.http;

import io.sluice.common.protocol.Payload;
import io.sluice.gateway.hook.PublishGrant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A publish result as back ends write it. */
record PublicationForm(
        Payload data,
        @Nullable String b64data,
        boolean skipHistory,
        @Nullable Map<String, String> tags,
        @Nullable String idempotencyKey,
        boolean delta,
        long version,
        @Nullable String versionEpoch) {

    PublishGrant grant() {
        if (version < 0) {
            throw new IllegalArgumentException("version must be 0 or more but was " + version);
        }
        if (tags != null && tags.containsValue(null)) {
            throw new IllegalArgumentException("tags must be texts");
        }
        return new PublishGrant(
                PayloadForm.of(data, b64data),
                skipHistory,
                tags == null ? Map.of() : tags,
                orEmpty(idempotencyKey),
                delta,
                version,
                orEmpty(versionEpoch));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
