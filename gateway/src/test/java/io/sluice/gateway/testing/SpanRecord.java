package io.sluice.gateway.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A span as a collector gets it, read from the bytes of OTLP ({@code opentelemetry/proto/trace/v1/trace.proto}) by the numbers of
 * its fields.
 *
 * @param error what its status says is wrong; empty without an error
 */
public record SpanRecord(String traceId, String spanId, String parentId, String name, String error) {

    private static final int RESOURCE_SPANS = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int PARENT_ID = 4;
    private static final int NAME = 5;
    private static final int STATUS = 15;
    private static final int STATUS_MESSAGE = 2;

    /** All spans of an export request. */
    public static List<SpanRecord> read(byte[] request) {
        List<SpanRecord> spans = new ArrayList<>();
        for (ByteString resource : fields(ByteString.copyFrom(request)).getOrDefault(RESOURCE_SPANS, List.of())) {
            for (ByteString scope : fields(resource).getOrDefault(SCOPE_SPANS, List.of())) {
                for (ByteString span : fields(scope).getOrDefault(SPANS, List.of())) {
                    spans.add(span(fields(span)));
                }
            }
        }
        return spans;
    }

    private static SpanRecord span(Map<Integer, List<ByteString>> fields) {
        return new SpanRecord(
                hex(fields, TRACE_ID),
                hex(fields, SPAN_ID),
                hex(fields, PARENT_ID),
                first(fields, NAME).toStringUtf8(),
                first(fields(first(fields, STATUS)), STATUS_MESSAGE).toStringUtf8());
    }

    private static String hex(Map<Integer, List<ByteString>> fields, int number) {
        return HexFormat.of().formatHex(first(fields, number).toByteArray());
    }

    private static ByteString first(Map<Integer, List<ByteString>> fields, int number) {
        return fields.getOrDefault(number, List.of(ByteString.EMPTY)).get(0);
    }

    /** The fields that have a length, by their numbers; others are skipped. */
    private static Map<Integer, List<ByteString>> fields(ByteString message) {
        Map<Integer, List<ByteString>> fields = new TreeMap<>();
        CodedInputStream in = message.newCodedInput();
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                    fields.computeIfAbsent(WireFormat.getTagFieldNumber(tag), number -> new ArrayList<>())
                            .add(in.readBytes());
                } else {
                    in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fields;
    }
}
