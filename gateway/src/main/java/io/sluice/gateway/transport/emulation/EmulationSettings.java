package io.sluice.gateway.transport.emulation;

import io.sluice.common.config.Setting;
import io.sluice.gateway.transport.http.BodyLimit;

/** Settings of the endpoint that takes the commands of clients with http_stream and sse. */
public record EmulationSettings(
        @Setting(value = "/emulation", doc = "Path of the endpoint, which is there if http_stream or sse is enabled")
                String handlerPrefix,
        @Setting(
                        value = "65536",
                        doc = "Largest body of a request with commands, in bytes; a larger one gets status 413")
                int maxRequestBodySize) {

    public EmulationSettings {
        BodyLimit.checkPath(handlerPrefix);
        BodyLimit.checkSize(maxRequestBodySize);
    }
}
