package io.sluice.gateway.transport.emulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.common.protocol.EmulationRequest;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * Commands on their way from the node that got them to the one that has their session: two bytes for the length of the session's
 * secret, the secret, the commands.
 */
record HandedOver(String session, Buffer commands) {

    private static final int LENGTH_BYTES = 2;
    private static final int MAX_SECRET_BYTES = 255;
    private static final byte[] NOBODYS = {};

    static Buffer encode(EmulationRequest request) {
        byte[] secret = request.session().getBytes(UTF_8);
        if (secret.length > MAX_SECRET_BYTES) {
            secret = NOBODYS; // No session has so long a secret.
        }
        return Buffer.buffer(LENGTH_BYTES + secret.length + request.data().size())
                .appendUnsignedShort(secret.length)
                .appendBytes(secret)
                .appendBytes(request.data().bytes());
    }

    /** What was encoded, or empty if the bytes are not that. */
    static Optional<HandedOver> decode(Buffer bytes) {
        if (bytes.length() < LENGTH_BYTES) {
            return Optional.empty();
        }
        int end = LENGTH_BYTES + bytes.getUnsignedShort(0);
        return bytes.length() < end
                ? Optional.empty()
                : Optional.of(new HandedOver(bytes.getString(LENGTH_BYTES, end), bytes.getBuffer(end, bytes.length())));
    }
}
