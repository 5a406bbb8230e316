package io.sluice.gateway.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
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
import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads JSON into records, strictly: a value of the wrong type is an error, an unknown field is none. Names are in snake case.
 * Payloads are taken as the bytes that stand in the body, not parsed and rewritten.
 */
public final class StrictJson {

    /** Attribute under which the deserializer of payloads finds the body. */
    private static final String BODY = "body";

    private StrictJson() {}

    /** A mapper that may be added to, but is to be used by {@link #reader}. */
    public static JsonMapper.Builder mapper() {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .withCoercionConfig(LogicalType.Textual, StrictJson::refuseOtherScalars)
                .withCoercionConfig(LogicalType.Integer, StrictJson::refuseOtherScalars)
                .addModule(new SimpleModule("payloads").addDeserializer(Payload.class, new PayloadDeserializer()));
    }

    /** A reader for {@code body}, and for nothing else. */
    public static ObjectReader reader(JsonMapper mapper, JavaType type, byte[] body) {
        return mapper.readerFor(type).withAttribute(BODY, body);
    }

    /** The field that is wrong, such as {@code result.data} or {@code commands.[3]}; empty for the body itself. */
    public static String path(JsonMappingException mistake) {
        return mistake.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static void refuseOtherScalars(MutableCoercionConfig config) {
        for (CoercionInputShape shape : List.of(
                CoercionInputShape.Integer,
                CoercionInputShape.Float,
                CoercionInputShape.Boolean,
                CoercionInputShape.EmptyString)) {
            config.setCoercion(shape, CoercionAction.Fail);
        }
    }

    private static final class PayloadDeserializer extends StdDeserializer<Payload> {

        @Serial
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
