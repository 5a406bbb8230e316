package io.sluice.gateway.auth.claim;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
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

/** Reads claims. No type is taken for another, no name may stand twice, and payloads are the bytes that stand in the token. */
final class ClaimsJson {

    /** Attribute under which the deserializer of payloads finds the bytes. */
    private static final String TEXT = "text";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(LogicalType.Textual, ClaimsJson::refuseOtherScalars)
            .addModule(new SimpleModule().addDeserializer(Payload.class, new PayloadDeserializer()))
            .build();

    private ClaimsJson() {}

    private static void refuseOtherScalars(MutableCoercionConfig config) {
        for (CoercionInputShape shape :
                List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
            config.setCoercion(shape, CoercionAction.Fail);
        }
    }

    /**
     * The claims in {@code json}.
     *
     * @throws ClaimException if it is no JSON object, or one with a claim of the wrong type
     */
    static <T> T read(Payload json, Class<T> type) {
        try {
            T claims = MAPPER.readerFor(type).withAttribute(TEXT, json.bytes()).readValue(json.bytes());
            if (claims == null) {
                throw new ClaimException("the claims are null");
            }
            return claims;
        } catch (JsonMappingException e) {
            throw new ClaimException(path(e) + " is not of its type");
        } catch (JsonProcessingException e) {
            throw new ClaimException("the claims are not valid JSON");
        } catch (IOException e) {
            throw new ClaimException("the claims cannot be read");
        }
    }

    private static String path(JsonMappingException mistake) {
        String path = mistake.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "the whole" : path;
    }

    /**
     * The payload of a pair of claims such as {@code info} and {@code b64info}, of which the second counts if it is there. What it holds
     * is binary unless it is a JSON value.
     *
     * @throws ClaimException if the second is not standard base64
     */
    static Payload payload(Payload json, String base64) {
        if (base64.isEmpty()) {
            return json;
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new ClaimException("a b64 claim is not standard base64");
        }
        try {
            return JsonPayloads.parse(bytes.clone());
        } catch (MalformedFrameException e) {
            return Payload.binary(bytes);
        }
    }

    private static final class PayloadDeserializer extends StdDeserializer<Payload> {

        private static final long serialVersionUID = 1L;

        PayloadDeserializer() {
            super(Payload.class);
        }

        @Override
        public Payload deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            byte[] text = (byte[]) context.getAttribute(TEXT);
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.finishToken();
            parser.skipChildren();
            int to = (int) parser.currentLocation().getByteOffset();
            try {
                return JsonPayloads.parse(Arrays.copyOfRange(text, from, to));
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
