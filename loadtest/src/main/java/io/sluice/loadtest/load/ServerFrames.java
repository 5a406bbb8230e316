package io.sluice.loadtest.load;

import io.sluice.common.threading.EventLoopConfined;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Finds the WebSocket frames in what a server sent. Unfragmented text, which is nearly all of it, is handed on where it
 * lies.
 *
 * <p>Limits: a message of {@value #MAX_MESSAGE_BYTES} bytes; a larger one, a masked frame or an extension is an error.
 * Threading: confined to the event loop of its connection.
 */
@EventLoopConfined
final class ServerFrames {
    /** What frames may carry; a range of bytes is only valid during the call. */
    interface Visitor {
        void text(byte[] bytes, int from, int to) throws IOException;

        void ping(byte[] bytes, int from, int to);

        void pong(byte[] bytes, int from, int to);

        void close(int code, String reason);
    }

    /** No server of the protocol sends a message of more than a few hundred kilobytes to a subscriber. */
    static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private static final int FINAL = 0x80;
    private static final int EXTENSIONS = 0x70;
    private static final int OPERATION = 0x0f;
    private static final int MASKED = 0x80;
    private static final int SHORT_HEADER = 2;
    private static final int MEDIUM_HEADER = 4;
    private static final int LONG_HEADER = 10;
    private static final int MEDIUM = 126;
    private static final int LONG = 127;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    /** What a close frame without a code means. */
    private static final int NO_CODE = 1005;

    /** The fragments so far of a message that is not complete; empty otherwise. */
    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream(0);

    /** Visits all complete frames from {@code from} to before {@code to}; gives the index of the first byte left over. */
    int read(byte[] bytes, int from, int to, Visitor visitor) throws IOException {
        int at = from;
        while (to - at >= SHORT_HEADER) {
            int header = headerBytes(bytes[at + 1]);
            if (to - at < header) {
                return at;
            }
            long length = payloadBytes(bytes, at, header);
            if (length < 0 || length > MAX_MESSAGE_BYTES) {
                throw new IOException("a frame of " + length + " bytes is above the limit of " + MAX_MESSAGE_BYTES);
            }
            int payload = at + header;
            if (to - payload < length) {
                return at;
            }
            at = payload + (int) length;
            frame(bytes[payload - header], bytes, payload, at, visitor);
        }
        return at;
    }

    private static int headerBytes(byte second) throws IOException {
        if ((second & MASKED) != 0) {
            throw new IOException("a server must not mask its frames");
        }
        return switch (second) {
            case MEDIUM -> MEDIUM_HEADER;
            case LONG -> LONG_HEADER;
            default -> SHORT_HEADER;
        };
    }

    private static long payloadBytes(byte[] bytes, int at, int header) {
        if (header == SHORT_HEADER) {
            return bytes[at + 1];
        }
        long length = 0;
        for (int i = at + SHORT_HEADER; i < at + header; i++) {
            length = length << Byte.SIZE | (bytes[i] & 0xff);
        }
        return length;
    }

    private void frame(byte first, byte[] bytes, int from, int to, Visitor visitor) throws IOException {
        if ((first & EXTENSIONS) != 0) {
            throw new IOException("no extension was agreed, but a frame uses one");
        }
        boolean last = (first & FINAL) != 0;
        int operation = first & OPERATION;
        switch (operation) {
            case TEXT, CONTINUATION -> {
                if (last && operation == TEXT) {
                    visitor.text(bytes, from, to);
                } else {
                    fragment(bytes, from, to, last, visitor);
                }
            }
            case PING -> visitor.ping(bytes, from, to);
            case PONG -> visitor.pong(bytes, from, to);
            case CLOSE -> close(bytes, from, to, visitor);
            default -> throw new IOException("expected a text or control frame but its code was " + operation);
        }
    }

    private void fragment(byte[] bytes, int from, int to, boolean last, Visitor visitor) throws IOException {
        if (fragments.size() + (to - from) > MAX_MESSAGE_BYTES) {
            throw new IOException("a fragmented message is above the limit of " + MAX_MESSAGE_BYTES + " bytes");
        }
        fragments.write(bytes, from, to - from);
        if (last) {
            byte[] whole = fragments.toByteArray();
            fragments.reset();
            visitor.text(whole, 0, whole.length);
        }
    }

    private static void close(byte[] bytes, int from, int to, Visitor visitor) {
        if (to - from < Short.BYTES) {
            visitor.close(NO_CODE, "");
            return;
        }
        int code = (bytes[from] & 0xff) << Byte.SIZE | (bytes[from + 1] & 0xff);
        visitor.close(code, new String(bytes, from + Short.BYTES, to - from - Short.BYTES, StandardCharsets.UTF_8));
    }
}
