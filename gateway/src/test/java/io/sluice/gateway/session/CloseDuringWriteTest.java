package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.gateway.fakes.TrackedFrames;
import io.sluice.gateway.hub.SharedFrame;
import org.junit.jupiter.api.Test;

/** A write that fails at once may end the session in the middle of a drain. */
class CloseDuringWriteTest {

    private final TrackedFrames frames = new TrackedFrames();
    private final RecordingConnection connection = new RecordingConnection(frames, false);
    private final OutboundQueue queue = new OutboundQueue(100);

    @Test
    void theRestOfTheQueueIsNeitherWrittenNorReleasedTwice() {
        for (String text : new String[] {"a", "b", "c"}) {
            SharedFrame frame = frames.frame(text);
            queue.offer(frame);
            frame.release();
        }
        connection.onWrite(queue::clear);
        assertThatCode(() -> queue.drainTo(connection)).doesNotThrowAnyException();
        connection.assertEvents("a");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.queuedBytes()).isZero();
        frames.assertAllReleased();
    }
}
