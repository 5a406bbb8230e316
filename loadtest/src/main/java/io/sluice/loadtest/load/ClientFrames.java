package io.sluice.loadtest.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What a client writes: the opening handshake, and masked frames. */
final class ClientFrames {
    static final int TEXT = 0x81;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8a;

    /** The answer to {@link #KEY} by RFC 6455; the key is always the same, because no proxy that caches is in our way. */
    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final int MASKED = 0x80;
    /** Any mask serves; this one shows in a dump what was masked. */
    private static final int MASK = 0x20202020;

    private static final int MASK_BYTE = MASK & 0xff;
    private static final int MEDIUM = 126;
    private static final int LONG = 127;
    private static final int MAX_SHORT = 125;
    private static final int MAX_MEDIUM = 0xffff;

    private ClientFrames() {}

    static ByteBuf handshake(ByteBufAllocator allocator, URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String request = "GET " + path + query + " HTTP/1.1\r\nHost: " + url.getRawAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY + "\r\n\r\n";
        ByteBuf out = allocator.buffer(request.length());
        out.writeCharSequence(request, StandardCharsets.US_ASCII);
        return out;
    }

    static ByteBuf text(ByteBufAllocator allocator, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return frame(allocator, TEXT, payload, 0, payload.length);
    }

    /** A frame; the mask is made on the way, and the given bytes stay as they are. */
    static ByteBuf frame(ByteBufAllocator allocator, int first, byte[] payload, int from, int to) {
        int length = to - from;
        ByteBuf out = allocator.buffer(length + 14).writeByte(first);
        if (length <= MAX_SHORT) {
            out.writeByte(MASKED | length);
        } else if (length <= MAX_MEDIUM) {
            out.writeByte(MASKED | MEDIUM).writeShort(length);
        } else {
            out.writeByte(MASKED | LONG).writeLong(length);
        }
        out.writeInt(MASK);
        for (int i = from; i < to; i++) {
            out.writeByte(payload[i] ^ MASK_BYTE);
        }
        return out;
    }
}
