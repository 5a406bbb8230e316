package io.sluice.common.metrics;

import io.sluice.common.threading.ThreadSafe;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that one event loop changes and any thread may read. It costs that loop no more than a plain field; readers may see
 * a value that is a moment old.
 */
@ThreadSafe
public final class LoopCounter {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(LoopCounter.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // Read and written through VALUE.
    private long value;

    /** Only on the owning loop. */
    public void add(long amount) {
        VALUE.setOpaque(this, (long) VALUE.get(this) + amount);
    }

    /** Only on the owning loop. */
    public void set(long amount) {
        VALUE.setOpaque(this, amount);
    }

    /** Any thread. */
    public long get() {
        return (long) VALUE.getOpaque(this);
    }
}
