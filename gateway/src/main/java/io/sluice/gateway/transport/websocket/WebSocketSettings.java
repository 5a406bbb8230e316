package io.sluice.gateway.transport.websocket;

import io.sluice.common.config.Setting;
import java.time.Duration;

/** Settings of the WebSocket endpoint. */
public record WebSocketSettings(
        @Setting(value = "false", doc = "Turns the endpoint off") boolean disabled,
        @Setting(value = "/connection/websocket", doc = "Path of the endpoint") String handlerPrefix,
        @Setting(
                        value = "65536",
                        doc =
                                "Largest message that a client may send, in bytes; a larger one closes its connection with code 1009")
                int messageSizeLimit,
        @Setting(
                        value = "5s",
                        doc =
                                "Time after which a client whose socket is full, and which takes not one byte more, is cut off")
                Duration writeTimeout,
        @Setting(
                        value = "false",
                        doc =
                                "Compresses messages for clients that offer permessage-deflate, without context take-over; each"
                                        + " publication is compressed once for the node")
                boolean compression,
        @Setting(
                        value = "0",
                        doc =
                                "Messages to clients below this size, in bytes, are not compressed, to spare time; below 64 bytes none is")
                int compressionMinSize,
        @Setting(
                        value = "1",
                        doc =
                                "1 compresses fastest, 9 smallest. High levels hold up an event loop while they compress long"
                                        + " messages: 1 MiB of JSON took 8 ms at level 1, 50 ms at 6 and 220 ms at 9")
                int compressionLevel) {

    /** Room for a connect command with a token; smaller limits would lock every client out. */
    private static final int SMALLEST_MESSAGE_LIMIT = 1024;

    private static final int LARGEST_MESSAGE_LIMIT = 16 << 20;

    /** Above it nothing would be compressed, for which there is a clearer setting. */
    private static final int LARGEST_COMPRESSION_MIN_SIZE = 16 << 20;

    private static final int FASTEST_LEVEL = 1;
    private static final int SMALLEST_OUTPUT_LEVEL = 9;

    public WebSocketSettings {
        if (!handlerPrefix.startsWith("/")) {
            throw new IllegalArgumentException("handler_prefix must begin with / but was '" + handlerPrefix + "'");
        }
        if (writeTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("write_timeout must be longer than 0s");
        }
        if (messageSizeLimit < SMALLEST_MESSAGE_LIMIT || messageSizeLimit > LARGEST_MESSAGE_LIMIT) {
            throw new IllegalArgumentException("message_size_limit must be " + SMALLEST_MESSAGE_LIMIT + " to "
                    + LARGEST_MESSAGE_LIMIT + " bytes but was " + messageSizeLimit);
        }
        if (compressionMinSize < 0 || compressionMinSize > LARGEST_COMPRESSION_MIN_SIZE) {
            throw new IllegalArgumentException("compression_min_size must be 0 to " + LARGEST_COMPRESSION_MIN_SIZE
                    + " bytes but was " + compressionMinSize);
        }
        if (compressionLevel < FASTEST_LEVEL || compressionLevel > SMALLEST_OUTPUT_LEVEL) {
            throw new IllegalArgumentException("compression_level must be " + FASTEST_LEVEL + " to "
                    + SMALLEST_OUTPUT_LEVEL + " but was " + compressionLevel);
        }
    }
}
