package io.sluice.common.redis;

import io.sluice.common.threading.EventLoopConfined;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes apart what arrives on a subscriber connection: messages, which are nearly all of it, straight out of the bytes, and
 * everything else by the parser of the Vert.x Redis client, one whole value at a time.
 *
 * <p>It is here for speed alone: the parser makes an object of each part of a message and copies the payload three times.
 *
 * <p>Limits: a value as long as Redis allows, 512 MB; memory for it is taken as it arrives. What cannot be understood is an
 * {@link IllegalStateException}, after which the connection is of no use.
 */
@EventLoopConfined
final class MessageDecoder implements Handler<Buffer> {

    /** Hears of each message; the bytes must not be modified. */
    interface MessageHandler {

        /** The channel is {@code channelLength} bytes from {@code channelStart} on, and the payload likewise. */
        void message(byte[] bytes, int channelStart, int channelLength, int payloadStart, int payloadLength);
    }

    private static final byte[] MESSAGE = ">3\r\n$7\r\nmessage\r\n$".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final MessageHandler messages;
    private final Handler<Buffer> others;

    /* The beginning of a value whose end has not arrived, and how many bytes there must be before another look at it. */
    private byte[] begun = NOTHING;
    private int begunLength;
    private int needed;

    /**
     * @param others takes whole values that are no messages
     */
    MessageDecoder(MessageHandler messages, Handler<Buffer> others) {
        this.messages = messages;
        this.others = others;
    }

    @Override
    public void handle(Buffer chunk) {
        if (begunLength == 0) {
            decode(chunk.getBytes(), chunk.length());
            return;
        }
        append(chunk);
        if (begunLength >= needed) {
            byte[] bytes = begun;
            int length = begunLength;
            begun = NOTHING;
            begunLength = 0;
            decode(bytes, length);
        }
    }

    private void append(Buffer chunk) {
        int length = begunLength + chunk.length();
        if (length > begun.length) {
            // Doubled, so that a long value is not copied anew with each chunk, but never to more than it needs.
            begun = Arrays.copyOf(begun, Math.max(length, Math.min(needed, 2 * begun.length)));
        }
        chunk.getBytes(begun, begunLength);
        begunLength = length;
    }

    private void decode(byte[] bytes, int length) {
        RespScanner scanner = new RespScanner(bytes, length);
        int start = 0;
        while (start < length) {
            boolean whole = scanner.startsWith(start, MESSAGE) ? message(scanner, start) : other(scanner, start);
            if (!whole) {
                begun = Arrays.copyOfRange(bytes, start, length);
                begunLength = length - start;
                needed = Math.max(scanner.position() - start, begunLength + 1);
                return;
            }
            start = scanner.position();
        }
    }

    /** Whether all of the message is there; the scanner is then behind it, else where more is known to be needed. */
    private boolean message(RespScanner scanner, int start) {
        if (!scanner.bulk(start + MESSAGE.length - 1)) {
            return false;
        }
        int channelStart = scanner.bulkStart();
        int channelLength = scanner.bulkLength();
        if (!scanner.bulk(scanner.position())) {
            return false;
        }
        messages.message(scanner.bytes(), channelStart, channelLength, scanner.bulkStart(), scanner.bulkLength());
        return true;
    }

    private boolean other(RespScanner scanner, int start) {
        if (!scanner.value(start)) {
            return false;
        }
        others.handle(Buffer.buffer(Arrays.copyOfRange(scanner.bytes(), start, scanner.position())));
        return true;
    }
}
