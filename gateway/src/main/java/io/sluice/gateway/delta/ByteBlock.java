package io.sluice.gateway.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Several bytes of an array at once. */
final class ByteBlock {

    /** Bytes of a block: what one read gives, and little more than the shortest part that is worth a copy. */
    static final int SIZE = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private ByteBlock() {}

    /** The eight bytes from {@code index} on; there must be as many. */
    static long longAt(byte[] bytes, int index) {
        return (long) LONGS.get(bytes, index);
    }

    /** The four bytes from {@code index} on, the first one highest; there must be as many. */
    static int intAt(byte[] bytes, int index) {
        return (int) INTS.get(bytes, index);
    }
}
