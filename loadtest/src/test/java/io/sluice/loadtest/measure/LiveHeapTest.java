package io.sluice.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.lang.ref.Reference;
import org.junit.jupiter.api.Test;

class LiveHeapTest {
    @Test
    void theTotalLineOfTheHistogramIsTaken() throws IOException {
        String histogram =
                """
                4711:
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:         30000        2400000  [B (java.base@17)
                Total         81234        5600123
                """;

        assertThat(LiveHeap.totalBytes(histogram)).isEqualTo(5_600_123);
    }

    @Test
    void anAnswerWithoutATotalIsAnError() {
        assertThatIOException()
                .isThrownBy(() -> LiveHeap.totalBytes("4711:\nno such command"))
                .withMessageContaining("expected a class histogram");
    }

    @Test
    void liveObjectsCountAndGarbageDoesNot() throws Exception {
        int size = 64 * 1024 * 1024;
        // Whatever else runs in this JVM takes and leaves some.
        long others = size / 4;
        long pid = ProcessHandle.current().pid();
        long before = LiveHeap.bytesAfterCollection(pid);
        long with = liveWith(new byte[size], pid);
        long after = LiveHeap.bytesAfterCollection(pid);

        assertThat(with - before).isBetween(size - others, size + others);
        assertThat(after - before).isLessThan(others);
    }

    private static long liveWith(byte[] held, long pid) throws Exception {
        try {
            return LiveHeap.bytesAfterCollection(pid);
        } finally {
            Reference.reachabilityFence(held);
        }
    }

    @Test
    void aProcessThatIsNotThereIsAnError() {
        assertThatIOException()
                .isThrownBy(() -> LiveHeap.bytesAfterCollection(Integer.MAX_VALUE))
                .withMessageContaining("failed");
    }
}
