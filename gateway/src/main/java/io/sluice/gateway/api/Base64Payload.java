package io.sluice.gateway.api;

import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.json.JsonPayloads;
import java.util.Base64;
import java.util.Optional;

/** Payloads that back ends write in base64, because they are no JSON values or because their libraries do it so. */
final class Base64Payload {

    private Base64Payload() {}

    /**
     * The payload in {@code text}, which is standard base64; empty if it is not.
     *
     * @param bytesOnly whether it stays as it is even if it reads as JSON, which loses its newlines otherwise
     */
    static Optional<Payload> decode(String text, boolean bytesOnly) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(bytesOnly ? Payload.binary(bytes) : jsonOrBinary(bytes));
    }

    private static Payload jsonOrBinary(byte[] bytes) {
        try {
            return JsonPayloads.parse(bytes);
        } catch (MalformedFrameException e) {
            return Payload.binary(bytes);
        }
    }
}
