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
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.sluice.common.protocol.Payload;
import io.sluice.gateway.json.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads request bodies and writes answers. Payloads are taken as the bytes that stand in the body, not parsed and rewritten. */
final class ApiJson {

    private static final JsonMapper MAPPER = StrictJson.mapper()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .addModule(new SimpleModule("api")
                    .addDeserializer(BatchCommand.class, new BatchCommandDeserializer())
                    .addSerializer(Payload.class, new PayloadSerializer()))
            .build();

    private ApiJson() {}

    /**
     * The request in {@code body}; an empty body is an empty object.
     *
     * @throws ApiBodyException if it is not a JSON object of that form; the message names the place
     */
    static <T> T read(byte[] body, Class<T> type) {
        byte[] json = body.length == 0 ? new byte[] {'{', '}'} : body;
        return parse(() -> {
            T request =
                    StrictJson.reader(MAPPER, MAPPER.constructType(type), json).readValue(json);
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
            ObjectReader reader = StrictJson.reader(MAPPER, MAPPER.constructType(type), body)
                    .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
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
        String path = StrictJson.path(mistake);
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
