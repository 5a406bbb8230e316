package io.sluice.gateway.control.redis;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * What nodes send each other, as JSON.
 *
 * @param id ties an answer to its question; empty in an order
 * @param from id of the sending node
 * @param name of the question or order; empty in an answer
 * @param body details of the question or order, or the answer; empty in a failure
 */
record ControlMessage(Kind kind, String id, String from, String name, Buffer body) {

    /** What a message is. */
    enum Kind {
        QUESTION,
        ANSWER,
        /** The report that there will be no answer. */
        FAILURE,
        ORDER
    }

    Buffer encode() {
        return new JsonObject()
                .put("kind", kind.name().toLowerCase(Locale.ROOT))
                .put("id", id)
                .put("from", from)
                .put("name", name)
                .put("body", body.getBytes())
                .toBuffer();
    }

    /** The message, or empty if the bytes are none, or one of a kind that this version does not know. */
    static Optional<ControlMessage> decode(Buffer bytes) {
        try {
            JsonObject json = new JsonObject(bytes);
            byte[] body = json.getBinary("body");
            String kind = json.getString("kind");
            String from = json.getString("from");
            if (kind == null || from == null || body == null) {
                return Optional.empty();
            }
            return Optional.of(new ControlMessage(
                    Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                    text(json, "id"),
                    from,
                    text(json, "name"),
                    Buffer.buffer(body)));
        } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A text that may be absent; the library would take any value for one. */
    private static String text(JsonObject json, String key) {
        Object value = json.getValue(key);
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw new ClassCastException("expected a text");
    }
}
