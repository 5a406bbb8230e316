package io.sluice.gateway.api;

import io.sluice.common.config.Setting;

/** Settings of the HTTP server API. */
public record HttpApiSettings(
        @Setting(value = "false", doc = "Turns the server API off") boolean disabled,
        @Setting(value = "/api", doc = "Path that the methods are below") String handlerPrefix,
        @Setting(value = "", secret = true, doc = "Key that back ends must show; without one every call is refused")
                String key,
        @Setting(
                        value = "",
                        secret = true,
                        doc = "Former key, which is accepted beside the new one while it is changed; empty for none")
                String previousKey,
        @Setting(value = "false", doc = "Lets calls without a key in; for development and trusted networks")
                boolean insecure,
        @Setting(
                        value = "legacy",
                        doc =
                                "How errors are told: legacy is status 200 with an error object, transport an HTTP status of their own")
                ErrorMode errorMode,
        @Setting(value = "true", doc = "Describes the API at /openapi.json, to anybody who asks") boolean openapi,
        @Setting(value = "16777216", doc = "Largest request body, in bytes; larger ones get status 413")
                int maxRequestBodySize) {

    /** How the errors of a method are told. */
    public enum ErrorMode {
        LEGACY,
        TRANSPORT
    }

    public HttpApiSettings {
        if (!handlerPrefix.startsWith("/") || handlerPrefix.endsWith("/")) {
            throw new IllegalArgumentException(
                    "handler_prefix must begin with / and not end with it but was '" + handlerPrefix + "'");
        }
        if (maxRequestBodySize < 1) {
            throw new IllegalArgumentException(
                    "max_request_body_size must be at least 1 byte but was " + maxRequestBodySize);
        }
    }
}
