package io.sluice.gateway.transport.http;

import io.sluice.common.config.Setting;
import java.time.Duration;

/** Settings of one endpoint that streams over HTTP; its path is the section's to say. */
public record HttpTransportSettings(
        @Setting(value = "false", doc = "Turns the endpoint on") boolean enabled,
        @Setting(value = "/connection", doc = "Path of the endpoint") String handlerPrefix,
        @Setting(
                        value = "65536",
                        doc = "Largest body of the request that connects, in bytes; a larger one gets status 413")
                int maxRequestBodySize,
        @Setting(
                        value = "5s",
                        doc =
                                "Time after which a client whose socket is full, and which takes not one byte more, is cut off")
                Duration writeTimeout) {

    public HttpTransportSettings {
        BodyLimit.checkPath(handlerPrefix);
        BodyLimit.checkSize(maxRequestBodySize);
        if (writeTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("write_timeout must be longer than 0s");
        }
    }
}
