package io.sluice.gateway.control.redis;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Optional;

/**
 * What nodes send each other, as JSON.
 *
 * @param survey id of the survey that it belongs to
 * @param from id of the sending node
 * @param question name of the question; empty in an answer
 * @param failed whether an answer is the report that there is none
 * @param body details of the question, or the answer
 */
record ControlMessage(String survey, String from, String question, boolean failed, Buffer body) {

    Buffer encode() {
        return new JsonObject()
                .put("survey", survey)
                .put("from", from)
                .put("question", question)
                .put("failed", failed)
                .put("body", body.getBytes())
                .toBuffer();
    }

    /** The message, or empty if the bytes are none. */
    static Optional<ControlMessage> decode(Buffer bytes) {
        try {
            JsonObject json = new JsonObject(bytes);
            byte[] body = json.getBinary("body");
            String survey = json.getString("survey");
            String from = json.getString("from");
            if (survey == null || from == null || body == null) {
                return Optional.empty();
            }
            return Optional.of(new ControlMessage(
                    survey,
                    from,
                    Objects.requireNonNullElse(json.getString("question"), ""),
                    Boolean.TRUE.equals(json.getBoolean("failed")),
                    Buffer.buffer(body)));
        } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
