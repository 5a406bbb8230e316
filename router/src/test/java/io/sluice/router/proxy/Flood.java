package io.sluice.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Writes more than anybody reads, to see whether the writer is stopped. */
final class Flood {

    /** What the kernel may hold in two send and two receive buffers, plus what the router may; measured: 7 to 9 MB. */
    static final long MOST_IN_FLIGHT = 25L * 1024 * 1024;

    private static final byte[] BLOCK = randomBlock();

    private Flood() {}

    /** Writes until {@code total} bytes are written or the connection ends. */
    static void run(Wire wire, AtomicLong written, long total) throws IOException {
        while (written.get() < total) {
            wire.send(BLOCK);
            written.addAndGet(BLOCK.length);
        }
    }

    /** {@link #run} on a thread of its own. */
    static void start(Wire wire, AtomicLong written, long total) {
        new Thread(() -> {
                    try {
                        run(wire, written, total);
                    } catch (IOException ended) {
                        // the test looks at what was written
                    }
                })
                .start();
    }

    /** Nothing was written for a quarter of a second, which is an age on loopback. */
    static void awaitStandstill(AtomicLong written) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(250))
                .until(written::get, new Standstill()::reached);
    }

    /** What was stopped was not lost: {@code total} bytes arrive, in order. */
    static void assertArrives(Wire reader, long total) throws IOException {
        for (long left = total; left > 0; left -= BLOCK.length) {
            assertThat(reader.readBytes(BLOCK.length)).isEqualTo(BLOCK);
        }
    }

    private static byte[] randomBlock() {
        byte[] block = new byte[64 * 1024];
        new Random(42).nextBytes(block);
        return block;
    }

    private static final class Standstill {
        private long last = -1;

        boolean reached(long now) {
            boolean same = now > 0 && now == last;
            last = now;
            return same;
        }
    }
}
