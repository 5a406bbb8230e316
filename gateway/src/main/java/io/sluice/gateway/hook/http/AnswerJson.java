package io.sluice.gateway.hook.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads answers into records, strictly: a value of the wrong type is an error, an unknown field is none. Payloads are taken as the
 * bytes that stand in the body, not parsed and rewritten.
 */
final class AnswerJson {

    /** Attribute under which the deserializer of payloads finds the body. */
    private static final String BODY = "body";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .withCoercionConfig(LogicalType.Textual, AnswerJson::refuseOtherScalars)
            .withCoercionConfig(LogicalType.Integer, AnswerJson::refuseOtherScalars)
            .addModule(new SimpleModule().addDeserializer(Payload.class, new PayloadDeserializer()))
            .build();

    private AnswerJson() {}

    /**
     * The answer in {@code body}.
     *
     * @throws MalformedAnswerException if it is not a JSON object of that form
     */
    static <R> AnswerEnvelope<R> read(byte[] body, Class<R> result) {
        var type = MAPPER.getTypeFactory().constructParametricType(AnswerEnvelope.class, result);
        try {
            AnswerEnvelope<R> answer =
                    MAPPER.readerFor(type).withAttribute(BODY, body).readValue(body);
            if (answer == null) {
                throw new MalformedAnswerException("expected a JSON object but was null");
            }
            return answer;
        } catch (JsonMappingException e) {
            throw new MalformedAnswerException(wrongType(e));
        } catch (JsonProcessingException e) {
            throw new MalformedAnswerException("it is not JSON");
        } catch (IOException e) {
            throw new MalformedAnswerException("it cannot be read");
        }
    }

    /** Names the field, and neither the value nor our classes, which Jackson's own words would show. */
    private static String wrongType(JsonMappingException mistake) {
        if (mistake.getCause() instanceof JsonParseException) {
            return "it is not JSON";
        }
        String path = mistake.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "it is not a JSON object" : path + " has a value of the wrong type";
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
