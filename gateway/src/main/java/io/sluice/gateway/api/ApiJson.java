package io.sluice.gateway.api;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.json.JsonPayloads;
import java.io.IOException;
import java.util.Arrays;

/** Reads request bodies and writes answers. Payloads are taken as the bytes that stand in the body, not parsed and rewritten. */
final class ApiJson {

    /** Attribute under which the deserializer of payloads finds the body. */
    private static final String BODY = "body";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule().addDeserializer(Payload.class, new PayloadDeserializer()))
            .build();

    private ApiJson() {}

    /**
     * The request in {@code body}; an empty body is an empty object.
     *
     * @throws ApiBodyException if it is not a JSON object of that form; the message names the place
     */
    static <T> T read(byte[] body, Class<T> type) {
        byte[] json = body.length == 0 ? new byte[] {'{', '}'} : body;
        try {
            T request = MAPPER.readerFor(type).withAttribute(BODY, json).readValue(json);
            if (request == null) {
                throw new ApiBodyException("expected a JSON object but was null");
            }
            return request;
        } catch (JsonProcessingException e) {
            throw new ApiBodyException(e.getOriginalMessage());
        } catch (IOException e) {
            throw new ApiBodyException("the body cannot be read");
        }
    }

    static byte[] write(JsonNode answer) {
        try {
            return MAPPER.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of our own making must be writable", e);
        }
    }

    /** The value that {@code bytes} hold; {@link Payload#EMPTY} if they are not one JSON value. */
    static Payload payload(byte[] bytes) {
        try {
            return JsonPayloads.parse(bytes);
        } catch (MalformedFrameException e) {
            return Payload.EMPTY;
        }
    }

    private static final class PayloadDeserializer extends StdDeserializer<Payload> {

        private static final long serialVersionUID = 1L;

        PayloadDeserializer() {
            super(Payload.class);
        }

        @Override
        public Payload deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            byte[] body = (byte[]) context.getAttribute(BODY);
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.finishToken();
            parser.skipChildren();
            int to = (int) parser.currentLocation().getByteOffset();
            try {
                return JsonPayloads.parse(Arrays.copyOfRange(body, from, to));
            } catch (MalformedFrameException e) {
                throw new JsonParseException(parser, e.getMessage());
            }
        }

        @Override
        public Payload getNullValue(DeserializationContext context) {
            return Payload.EMPTY;
        }
    }
}
