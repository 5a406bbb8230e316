package io.sluice.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.channel.SlowConsumerPolicy;
import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.fakes.Messages;
import io.sluice.gateway.metrics.LoopCounters;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client that never reads costs: a message that may not be dropped stands at the head, and others come without end. */
class SlowQueueMemoryTest {

    private static final int MANY = 100_000;

    private final SlowQueue queue = new SlowQueue(new FakeFormat(0), 1000, new LoopCounters());

    @Test
    void droppedPublicationsLeaveNoHolesBehindAnAnswer() throws ReflectiveOperationException {
        offerHead();
        for (int i = 0; i < MANY; i++) {
            offer(Messages.publication("a", i), SlowConsumerPolicy.DROP_OLDEST, "");
        }
        assertThat(size("entries")).isLessThan(400);
        assertThat(size("droppable")).isLessThan(400);
    }

    @Test
    void supersededPublicationsLeaveNoHolesBehindAnAnswer() throws ReflectiveOperationException {
        offerHead();
        for (int i = 0; i < MANY; i++) {
            Message message = Messages.publication("a", i, i + 1, Map.of("symbol", "s" + i % 7));
            offer(message, SlowConsumerPolicy.CONFLATE, "symbol");
        }
        assertThat(size("entries")).isLessThan(200);
        assertThat(size("latest")).isEqualTo(7);
    }

    @Test
    void whatIsSentLeavesNothingInTheBooks() throws ReflectiveOperationException {
        offerHead();
        for (int i = 0; i < MANY; i++) {
            offer(Messages.publication("c" + i, i), SlowConsumerPolicy.CONFLATE, "");
            offer(Messages.publication("d", i), SlowConsumerPolicy.DROP_OLDEST, "");
            queue.poll();
            queue.poll();
        }
        while (!queue.isEmpty()) {
            queue.poll();
        }
        assertThat(size("latest")).isZero();
        assertThat(size("entries")).isZero();
        assertThat(size("droppable")).isLessThan(400);
    }

    private void offerHead() {
        assertThat(queue.offer(Messages.answer(1), DeliveryOptions.PROMPT)).isTrue();
    }

    private void offer(Message message, SlowConsumerPolicy policy, String tag) {
        assertThat(queue.offer(message, new DeliveryOptions(0, policy, tag))).isTrue();
    }

    /** No other way to see it: from outside a hole looks like nothing at all. */
    private int size(String name) throws ReflectiveOperationException {
        Field field = SlowQueue.class.getDeclaredField(name);
        field.setAccessible(true);
        Object value = field.get(queue);
        return value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size();
    }
}
