package io.sluice.gateway.session;

import static io.sluice.gateway.fakes.FakeBroker.EPOCH;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import java.util.Map;

/** Publications with tags. */
final class Tagged {

    private Tagged() {}

    static Publication publication(String key, String value, String json) {
        return publication(Map.of(key, value), json);
    }

    static Publication publication(Map<String, String> tags, String json) {
        return new Publication(Payload.of(json), null, 0, tags, DataForm.PLAIN, "", "", 0);
    }

    /** One with a place in a stream. */
    static Publication publication(long offset, String key, String value, String json) {
        return new Publication(Payload.of(json), null, offset, Map.of(key, value), DataForm.PLAIN, "", EPOCH, 0);
    }
}
