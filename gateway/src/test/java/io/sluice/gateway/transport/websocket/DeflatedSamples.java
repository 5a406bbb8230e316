package io.sluice.gateway.transport.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Compression as a client does it, with nothing but the JDK. */
final class DeflatedSamples {

    private static final byte[] TAIL = {0, 0, -1, -1};

    private DeflatedSamples() {}

    /** A message as it is sent: flushed, and without the tail. */
    static byte[] deflated(byte[] message, int level, int strategy) {
        Deflater deflater = new Deflater(level, true);
        deflater.setStrategy(strategy);
        deflater.setInput(message);
        byte[] output = new byte[2 * message.length + 64];
        int length = 0;
        while (length == 0) { // The first call may do no more than set the strategy.
            length = deflater.deflate(output, 0, output.length, Deflater.SYNC_FLUSH);
        }
        deflater.end();
        return Arrays.copyOf(output, length - TAIL.length);
    }

    static byte[] deflated(String message) {
        return deflated(message.getBytes(UTF_8), Deflater.DEFAULT_COMPRESSION, Deflater.DEFAULT_STRATEGY);
    }

    /** A stream that says that it is over, as senders make it that cannot flush. */
    static byte[] finished(byte[] message) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(message);
        deflater.finish();
        byte[] output = new byte[2 * message.length + 64];
        int length = deflater.deflate(output);
        deflater.end();
        return Arrays.copyOf(output, length);
    }

    /** What a client reads from a message's payload. */
    static byte[] inflated(byte[] payload) {
        byte[] input = Arrays.copyOf(payload, payload.length + TAIL.length);
        System.arraycopy(TAIL, 0, input, payload.length, TAIL.length);
        Inflater inflater = new Inflater(true);
        inflater.setInput(input);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        byte[] buffer = new byte[1024];
        try {
            int length;
            while ((length = inflater.inflate(buffer)) > 0) {
                plain.write(buffer, 0, length);
            }
        } catch (DataFormatException e) {
            throw new AssertionError("a client could not inflate the message", e);
        }
        if (inflater.getRemaining() != 0) {
            throw new AssertionError(inflater.getRemaining() + " bytes are left behind the message");
        }
        inflater.end();
        return plain.toByteArray();
    }
}
