package io.sluice.gateway.api;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of the server API in OpenAPI 3.1, as a resource of this package. */
final class ApiDocument {

    private static final String RESOURCE = "openapi.json";

    private ApiDocument() {}

    static Buffer read() {
        try (InputStream resource = ApiDocument.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the program");
            }
            return Buffer.buffer(resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
