package io.sluice.gateway.hook.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.endpoint.EndpointSettings;
import io.sluice.gateway.hook.HookClient;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collection;

/**
 * The JSON that a back end is sent, written field by field. Every message says which client it is about, over what transport, in which
 * form of the protocol ({@code json} or {@code protobuf}), and how data are encoded ({@code json} or {@code binary}).
 */
final class HookMessage {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** What is written at a place of the message. */
    private interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonGenerator json;
    private final EndpointSettings endpoint;

    private HookMessage(EndpointSettings endpoint) {
        this.endpoint = endpoint;
        try {
            this.json = FACTORY.createGenerator(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
    }

    /** A message about a client that is not known yet. */
    static HookMessage aboutStranger(EndpointSettings endpoint, HookClient client) {
        HookMessage message = new HookMessage(endpoint);
        return message.write(JsonGenerator::writeStartObject)
                .text("client", client.id())
                .text("transport", client.transport())
                .text("protocol", client.binary() ? "protobuf" : "json")
                .text("encoding", endpoint.binaryEncoding() ? "binary" : "json");
    }

    /** A message about a client that has connected. */
    static HookMessage about(EndpointSettings endpoint, HookClient client) {
        HookMessage message = aboutStranger(endpoint, client).text("user", client.user());
        return endpoint.includeConnectionMeta() && !client.meta().isEmpty()
                ? message.raw("meta", client.meta())
                : message;
    }

    HookMessage text(String name, String value) {
        return write(json -> json.writeStringField(name, value));
    }

    /** The field, unless its value is empty. */
    HookMessage textIfAny(String name, String value) {
        return value.isEmpty() ? this : text(name, value);
    }

    HookMessage number(String name, long value) {
        return write(json -> json.writeNumberField(name, value));
    }

    HookMessage textsIfAny(String name, Collection<String> values) {
        return values.isEmpty()
                ? this
                : write(json -> {
                    json.writeArrayFieldStart(name);
                    for (String value : values) {
                        json.writeString(value);
                    }
                    json.writeEndArray();
                });
    }

    /** What the application sent: as it is, or in base64 if that is asked for or if it is no JSON. */
    HookMessage data(Payload data) {
        if (data.isEmpty()) {
            return this;
        }
        return endpoint.binaryEncoding() || data.isBinary()
                ? text("b64data", Base64.getEncoder().encodeToString(data.bytes()))
                : raw("data", data);
    }

    Buffer toBuffer() {
        write(json -> {
            json.writeEndObject();
            json.close();
        });
        return Buffer.buffer(bytes.toByteArray());
    }

    private HookMessage raw(String name, Payload value) {
        return write(json -> {
            json.writeFieldName(name);
            json.writeRawValue(value.toString());
        });
    }

    private HookMessage write(Part part) {
        try {
            part.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return this;
    }
}
