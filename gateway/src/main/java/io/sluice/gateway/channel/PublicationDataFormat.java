package io.sluice.gateway.channel;

import io.sluice.common.protocol.Payload;

/** What the data of publications in a namespace must be. */
public enum PublicationDataFormat {
    /** Any JSON value. */
    JSON,
    /** A JSON object. */
    JSON_OBJECT,
    /** Any bytes, none too; clients that speak JSON can be sent them only where they are a JSON value. */
    BINARY;

    /** Whether {@code data} is of this format; that it is well-formed JSON unless it is binary was seen when it came in. */
    boolean accepts(Payload data) {
        return switch (this) {
            case JSON -> !data.isEmpty() && !data.isBinary();
            case JSON_OBJECT -> !data.isBinary() && beginsObject(data.bytes());
            case BINARY -> true;
        };
    }

    private static boolean beginsObject(byte[] json) {
        for (byte b : json) {
            boolean blank = b == ' ' || b == '\t' || b == '\n' || b == '\r';
            if (!blank) {
                return b == '{';
            }
        }
        return false;
    }
}
