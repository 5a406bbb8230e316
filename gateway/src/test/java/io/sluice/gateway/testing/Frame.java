package io.sluice.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A WebSocket frame as the server sent it.
 *
 * @param firstByte final bit, reserved bits and opcode
 */
public record Frame(int firstByte, byte[] payload) {

    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    private static final int MAX_TINY = 125;
    private static final int LENGTH_IN_2_BYTES = 126;

    /** Reads one frame; throws {@link java.io.EOFException} at the end of the stream. */
    static Frame read(DataInputStream in) throws IOException {
        int firstByte = in.readUnsignedByte();
        int secondByte = in.readUnsignedByte();
        if (secondByte > 0x7F) {
            throw new IOException("expected an unmasked frame from a server but it was masked");
        }
        byte[] payload = new byte[length(in, secondByte)];
        in.readFully(payload);
        return new Frame(firstByte, payload);
    }

    private static int length(DataInputStream in, int tiny) throws IOException {
        if (tiny <= MAX_TINY) {
            return tiny;
        }
        return tiny == LENGTH_IN_2_BYTES ? in.readUnsignedShort() : Math.toIntExact(in.readLong());
    }

    public int opcode() {
        return firstByte & 0x0F;
    }

    /** Whether this is a whole message or control frame, without reserved bits. */
    public boolean isPlain() {
        return (firstByte & 0xF0) == 0x80;
    }

    public String text() {
        return new String(payload, UTF_8);
    }

    /** Code of a close frame; -1 if it carries none. */
    public int closeCode() {
        return payload.length < 2 ? -1 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
    }

    public String closeReason() {
        return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame && frame.firstByte == firstByte && Arrays.equals(frame.payload, payload);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return opcode() == CLOSE
                ? "close " + closeCode() + " " + closeReason()
                : "frame " + Integer.toHexString(firstByte) + " " + text();
    }
}
