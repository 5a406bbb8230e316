package io.sluice.gateway.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.json.JsonPayloads;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Reads request bodies and writes answers. Payloads are taken as the bytes that stand in the body, not parsed and rewritten. */
final class ApiJson {

    /** Attribute under which the deserializer of payloads finds the body. */
    private static final String BODY = "body";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(LogicalType.Textual, ApiJson::refuseOtherScalars)
            .withCoercionConfig(LogicalType.Integer, ApiJson::refuseOtherScalars)
            .addModule(new SimpleModule().addDeserializer(Payload.class, new PayloadDeserializer()))
            .build();

    private ApiJson() {}

    private static void refuseOtherScalars(MutableCoercionConfig config) {
        for (CoercionInputShape shape : List.of(
                CoercionInputShape.Integer,
                CoercionInputShape.Float,
                CoercionInputShape.Boolean,
                CoercionInputShape.EmptyString)) {
            config.setCoercion(shape, CoercionAction.Fail);
        }
    }

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
        } catch (JsonMappingException e) {
            throw new ApiBodyException(reason(e));
        } catch (JsonProcessingException e) {
            throw new ApiBodyException(e.getOriginalMessage() + where(e));
        } catch (IOException e) {
            throw new ApiBodyException("the body cannot be read");
        }
    }

    /** Says which field is wrong, without the names of our classes that Jackson would give. */
    private static String reason(JsonMappingException mistake) {
        if (mistake.getCause() instanceof JsonParseException syntax) {
            return syntax.getOriginalMessage() + where(syntax);
        }
        String path = mistake.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return (path.isEmpty() ? "the body" : path) + " has a value of the wrong type" + where(mistake);
    }

    private static String where(JsonProcessingException mistake) {
        JsonLocation location = mistake.getLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    static byte[] write(JsonNode answer) {
        try {
            return MAPPER.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of our own making must be writable", e);
        }
    }

    /** The JSON value that {@code text} holds in standard base64; {@link Payload#EMPTY} if it holds none. */
    static Payload base64Payload(String text) {
        try {
            return JsonPayloads.parse(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException | MalformedFrameException e) {
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
