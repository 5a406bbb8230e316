package io.sluice.common.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Which of a cluster's slots a key belongs to: CRC-16 (XMODEM) of its bytes, modulo {@value #COUNT}. If the key has a tag, which is
 * what stands between the first <code>{</code> and the next <code>}</code> and is not empty, then of the tag alone. Source: the
 * specification of Redis Cluster.
 */
final class HashSlot {

    /** Slots of every cluster. */
    static final int COUNT = 16_384;

    private static final int POLYNOMIAL = 0x1021;
    private static final int[] CRC_OF_BYTE = crcOfBytes();

    private HashSlot() {}

    /** The slot of a key, 0 to {@value #COUNT} - 1. Any thread. */
    static int of(String key) {
        byte[] bytes = key.getBytes(UTF_8);
        int open = indexOf(bytes, '{', 0);
        int close = open < 0 ? -1 : indexOf(bytes, '}', open + 1);
        return close > open + 1 ? of(bytes, open + 1, close) : of(bytes, 0, bytes.length);
    }

    /** The slot of a text of which no part is a tag. */
    static int ofWhole(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return of(bytes, 0, bytes.length);
    }

    private static int of(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = (crc << 8 ^ CRC_OF_BYTE[(crc >>> 8 ^ bytes[i]) & 0xFF]) & 0xFFFF;
        }
        return crc % COUNT;
    }

    private static int indexOf(byte[] bytes, char what, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == what) {
                return i;
            }
        }
        return -1;
    }

    private static int[] crcOfBytes() {
        int[] table = new int[256];
        for (int value = 0; value < table.length; value++) {
            int crc = value << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
            }
            table[value] = crc & 0xFFFF;
        }
        return table;
    }
}
