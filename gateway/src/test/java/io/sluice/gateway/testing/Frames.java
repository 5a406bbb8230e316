package io.sluice.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Frames as clients send them, right ones and wrong ones, as bytes. */
public final class Frames {

    public static final int FINAL = 0x80;

    private static final byte[] MASK = {0x1B, 0x2C, 0x3D, 0x4E};
    private static final int MAX_TINY = 125;
    private static final int MAX_SHORT = 0xFFFF;

    private Frames() {}

    /** A whole text message. */
    public static byte[] text(String text) {
        return frame(FINAL | Frame.TEXT, text.getBytes(UTF_8));
    }

    public static byte[] close(int code) {
        return frame(
                FINAL | Frame.CLOSE,
                ByteBuffer.allocate(2).putShort((short) code).array());
    }

    /** A masked frame whose first byte (final bit, reserved bits, opcode) is {@code firstByte}. */
    public static byte[] frame(int firstByte, byte[] payload) {
        byte[] masked = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            masked[i] = (byte) (payload[i] ^ MASK[i % MASK.length]);
        }
        return join(head(firstByte, payload.length, 0x80), MASK, masked);
    }

    /** A frame without a mask, which no client may send. */
    public static byte[] unmasked(int firstByte, byte[] payload) {
        return join(head(firstByte, payload.length, 0), payload);
    }

    /** Only the head of a masked frame that announces {@code length} bytes, which may be negative. */
    public static byte[] headOnly(int firstByte, long length) {
        return join(head(firstByte, length, 0x80), MASK);
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] head(int firstByte, long length, int maskBit) {
        ByteBuffer head = ByteBuffer.allocate(10).put((byte) firstByte);
        if (length >= 0 && length <= MAX_TINY) {
            head.put((byte) (maskBit | (int) length));
        } else if (length >= 0 && length <= MAX_SHORT) {
            head.put((byte) (maskBit | 126)).putShort((short) length);
        } else {
            head.put((byte) (maskBit | 127)).putLong(length);
        }
        byte[] bytes = new byte[head.position()];
        head.flip().get(bytes);
        return bytes;
    }
}
