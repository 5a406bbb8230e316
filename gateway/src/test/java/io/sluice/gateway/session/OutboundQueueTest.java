package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.TrackedFrames;
import io.sluice.gateway.hub.SharedFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {

    private final TrackedFrames frames = new TrackedFrames();
    private final RecordingConnection connection = new RecordingConnection(frames, false);
    private final OutboundQueue queue = new OutboundQueue(10);

    @AfterEach
    void noFrameIsLeft() {
        queue.clear();
        connection.assertEvents();
        frames.assertAllReleased();
    }

    @Test
    void aNewQueueIsEmpty() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.queuedBytes()).isZero();
        queue.drainTo(connection);
    }

    @Test
    void framesAreTakenUpToTheLimit() {
        assertThat(offer("12345")).isTrue();
        assertThat(offer("67890")).isTrue();
        assertThat(queue.queuedBytes()).isEqualTo(10);
        assertThat(offer("x")).isFalse();
        assertThat(queue.queuedBytes()).isEqualTo(10);
    }

    @Test
    void theFirstFrameIsTakenWhateverItsSize() {
        assertThat(offer("12345678901")).isTrue();
        assertThat(queue.queuedBytes()).isEqualTo(11);
        assertThat(offer("x")).isFalse();
    }

    @Test
    void aDrainWritesInOrderAndGivesTheReferencesUp() {
        offer("a");
        offer("b");
        queue.drainTo(connection);
        connection.assertEvents("a", "b");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.queuedBytes()).isZero();
        frames.assertAllReleased();
    }

    @Test
    void aDrainStopsWhenTheSocketIsFull() {
        offer("a");
        offer("b");
        connection.onWrite(() -> connection.writable(false));
        queue.drainTo(connection);
        connection.assertEvents("a");
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.queuedBytes()).isEqualTo(1);
    }

    @Test
    void afterADrainThereIsRoomAgain() {
        offer("1234567890");
        queue.drainTo(connection);
        connection.assertEvents("1234567890");
        assertThat(offer("abcde")).isTrue();
        assertThat(offer("fghij")).isTrue();
    }

    @Test
    void clearingGivesEveryReferenceUpAndMayBeRepeated() {
        offer("a");
        offer("b");
        queue.clear();
        queue.clear();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.queuedBytes()).isZero();
    }

    /** Offers a frame whose maker gives its own reference up at once. */
    private boolean offer(String text) {
        SharedFrame frame = frames.frame(text);
        boolean taken = queue.offer(frame);
        frame.release();
        return taken;
    }
}
