package io.sluice.loadtest.client;

import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;

/** What nobody refers to any more. */
final class Garbage {
    /** Cleaners act a moment after a collection; some more give them that moment. */
    private static final int COLLECTIONS = 5;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Garbage() {}

    /** Has it collected. */
    static void collect() {
        for (int time = 0; time < COLLECTIONS; time++) {
            WeakReference<Object> piece = new WeakReference<>(new Object());
            await().atMost(PATIENCE).until(() -> {
                System.gc();
                return piece.get() == null;
            });
        }
    }
}
