package io.sluice.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.json.JsonPayloads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new SimpleModule()
                    .addDeserializer(Payload.class, new PayloadDeserializer())
                    .addDeserializer(BatchCommand.class, new BatchCommandDeserializer())
                    .addSerializer(Payload.class, new PayloadSerializer()))
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
        return parse(() -> {
            T request = MAPPER.readerFor(type).withAttribute(BODY, json).readValue(json);
            if (request == null) {
                throw new ApiBodyException("expected a JSON object but was null");
            }
            return request;
        });
    }

    /**
     * The JSON objects of the legacy form, which follow each other with or without white space between them.
     *
     * @param most how many there may be
     * @throws ApiBodyException if there are none or too many, or if one is not of that form
     */
    static <T> List<T> readAll(byte[] body, Class<T> type, int most) {
        return parse(() -> {
            List<T> objects = new ArrayList<>();
            ObjectReader reader = MAPPER.readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .withAttribute(BODY, body);
            try (MappingIterator<T> values = reader.readValues(body)) {
                while (values.hasNextValue()) {
                    T object = values.nextValue();
                    if (object == null || objects.size() == most) {
                        throw new ApiBodyException("expected 1 to " + most + " JSON objects");
                    }
                    objects.add(object);
                }
            }
            if (objects.isEmpty()) {
                throw new ApiBodyException("expected a JSON object but found nothing");
            }
            return objects;
        });
    }

    /** What can fail in ways that are the caller's mistake. */
    private interface Parsing<T> {
        T run() throws IOException;
    }

    private static <T> T parse(Parsing<T> parsing) {
        try {
            return parsing.run();
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

    static byte[] write(Object answer) {
        try {
            return MAPPER.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer of our own making must be writable", e);
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

    /** Reads a request under the name of its method; other fields are ignored, as everywhere. */
    private static final class BatchCommandDeserializer extends StdDeserializer<BatchCommand> {

        private static final long serialVersionUID = 1L;

        BatchCommandDeserializer() {
            super(BatchCommand.class);
        }

        @Override
        public BatchCommand deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.isExpectedStartObjectToken()) {
                context.handleUnexpectedToken(BatchCommand.class, parser);
            }
            Map<ApiMethod, Record> requests = new EnumMap<>(ApiMethod.class);
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                ApiMethod method = ApiMethod.named(name).orElse(null);
                if (parser.nextToken() == JsonToken.VALUE_NULL || method == null) {
                    parser.skipChildren();
                } else {
                    requests.put(method, request(name, method, parser, context));
                }
            }
            return new BatchCommand(requests);
        }

        private static Record request(String name, ApiMethod method, JsonParser parser, DeserializationContext context)
                throws IOException {
            try {
                return context.readValue(parser, method.request());
            } catch (JsonMappingException e) {
                throw JsonMappingException.wrapWithPath(e, BatchCommand.class, name);
            }
        }
    }

    private static final class PayloadSerializer extends StdSerializer<Payload> {

        private static final long serialVersionUID = 1L;

        PayloadSerializer() {
            super(Payload.class);
        }

        @Override
        public void serialize(Payload payload, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            generator.writeRawValue(payload.toString());
        }
    }
}
