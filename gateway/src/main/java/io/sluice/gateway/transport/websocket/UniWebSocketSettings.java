package io.sluice.gateway.transport.websocket;

import io.sluice.common.config.Setting;
import java.time.Duration;

/** Settings of the WebSocket endpoint for clients that only listen. */
public record UniWebSocketSettings(
        @Setting(value = "false", doc = "Turns the endpoint on") boolean enabled,
        @Setting(value = "/connection/uni_websocket", doc = "Path of the endpoint") String handlerPrefix,
        @Setting(
                        value = "65536",
                        doc =
                                "Largest message that a client may send, in bytes; a larger one closes its connection with code 1009")
                int messageSizeLimit,
        @Setting(
                        value = "5s",
                        doc =
                                "Time after which a client whose socket is full, and which takes not one byte more, is cut off")
                Duration writeTimeout) {

    /** The same limits, which {@link WebSocketSettings} checks. */
    public UniWebSocketSettings {
        var unused = new WebSocketSettings(!enabled, handlerPrefix, messageSizeLimit, writeTimeout, false, 0, 1);
    }
}
