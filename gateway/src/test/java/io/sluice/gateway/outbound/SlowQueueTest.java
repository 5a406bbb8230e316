package io.sluice.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.channel.SlowConsumerPolicy;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.metrics.LoopCounters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowQueueTest {

    /** Room for 10 bytes: each message is its one letter, an equals sign and its data. */
    private static final int MAX_BYTES = 10;

    private final LoopCounters counters = new LoopCounters();
    private final FakeFormat format = new FakeFormat(0);
    private final SlowQueue queue = new SlowQueue(format, MAX_BYTES, counters);

    @Test
    void aNewQueueIsEmpty() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.bytes()).isZero();
        assertThat(queue.peek()).isNull();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void messagesAreTakenUpToTheLimit() {
        assertThat(offer("a", "345")).isTrue();
        assertThat(offer("a", "345")).isTrue();
        assertThat(queue.bytes()).isEqualTo(10);
        assertThat(offer("a", "")).isFalse();
        assertThat(queue.bytes()).isEqualTo(10);
        assertThat(drained()).containsExactly("a=345", "a=345");
    }

    @Test
    void theFirstMessageIsTakenWhateverItsSize() {
        assertThat(offer("a", "3456789012")).isTrue();
        assertThat(queue.bytes()).isEqualTo(12);
        assertThat(offer("a", "")).isFalse();
    }

    @Test
    void messagesLeaveInTheirOrder() {
        offer("a", "1");
        offer("b", "2");
        offer("a", "3");
        assertThat(drained()).containsExactly("a=1", "b=2", "a=3");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void whatHasLeftMakesRoom() {
        offer("a", "345");
        offer("b", "345");
        assertThat(text(queue.poll())).isEqualTo("a=345");
        assertThat(offer("c", "345")).isTrue();
        assertThat(drained()).containsExactly("b=345", "c=345");
    }

    private boolean offer(String channel, String data) {
        return queue.offer(
                FakeBroker.message(channel, data), new DeliveryOptions(0, SlowConsumerPolicy.DISCONNECT, ""));
    }

    private List<String> drained() {
        List<String> drained = new ArrayList<>();
        while (queue.peek() != null) {
            drained.add(text(queue.poll()));
        }
        return drained;
    }

    private String text(Message message) {
        return new String(message.in(format), UTF_8);
    }
}
