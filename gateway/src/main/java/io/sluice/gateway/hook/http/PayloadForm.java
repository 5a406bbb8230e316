package io.sluice.gateway.hook.http;

import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.json.JsonPayloads;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The two forms in which a back end gives a payload: as JSON in its place, or in base64 beside it. */
final class PayloadForm {

    private PayloadForm() {}

    /**
     * The payload; base64 wins if it is there.
     *
     * @throws IllegalArgumentException if the text is not standard base64
     */
    static Payload of(Payload json, @Nullable String base64) {
        if (base64 == null || base64.isEmpty()) {
            return json;
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a b64 field is not standard base64", e);
        }
        try {
            return JsonPayloads.parse(bytes.clone());
        } catch (MalformedFrameException e) {
            return Payload.binary(bytes);
        }
    }
}
