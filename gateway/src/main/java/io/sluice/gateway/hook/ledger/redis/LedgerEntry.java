package io.sluice.gateway.hook.ledger.redis;

import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.json.JsonPayloads;
import io.sluice.gateway.hook.HookClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** A client as JSON. What a newer version writes beside it is ignored. */
final class LedgerEntry {

    private LedgerEntry() {}

    static Buffer encode(HookClient client) {
        return new JsonObject()
                .put("user", client.user())
                .put("transport", client.transport())
                .put("binary", client.binary())
                .put("meta", client.meta().bytes())
                .toBuffer();
    }

    /** The client with that id, or empty if the bytes are none. */
    static Optional<HookClient> decode(String id, Buffer bytes) {
        try {
            JsonObject json = new JsonObject(bytes);
            String user = json.getString("user");
            String transport = json.getString("transport");
            byte[] meta = json.getBinary("meta");
            if (user == null || transport == null || meta == null) {
                return Optional.empty();
            }
            Payload document = meta.length == 0 ? Payload.EMPTY : JsonPayloads.parse(meta);
            boolean binary = Boolean.TRUE.equals(json.getBoolean("binary"));
            return Optional.of(new HookClient(id, user, transport, binary, document, Map.of(), Map.of()));
        } catch (DecodeException | MalformedFrameException | ClassCastException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
