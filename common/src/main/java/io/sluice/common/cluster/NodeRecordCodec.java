package io.sluice.common.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Node records as JSON, one object each. Unknown fields are ignored and absent numbers are 0, so that nodes of different
 * versions understand each other; what contradicts {@link NodeRecord} is malformed.
 */
final class NodeRecordCodec {

    /** A record is some 400 bytes; something a hundred times as long is none. */
    static final int MAX_BYTES = 40_000;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private static final ObjectReader READER = MAPPER.readerFor(NodeRecord.class);
    private static final ObjectWriter WRITER = MAPPER.writerFor(NodeRecord.class);

    private NodeRecordCodec() {}

    static byte[] encode(NodeRecord record) {
        try {
            return WRITER.writeValueAsBytes(record);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("a node record is always JSON", impossible);
        }
    }

    /**
     * The record in these bytes.
     *
     * @throws IOException if they are no node record; whatever they are, nothing else is thrown
     */
    static NodeRecord decode(byte[] json) throws IOException {
        if (json.length > MAX_BYTES) {
            throw new IOException("expected at most " + MAX_BYTES + " bytes but was " + json.length);
        }
        NodeRecord record = READER.readValue(json);
        if (record == null) {
            throw new IOException("expected an object but was null");
        }
        return record;
    }
}
