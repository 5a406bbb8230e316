package io.sluice.gateway.outbound;

import static io.sluice.gateway.fakes.Messages.answer;
import static io.sluice.gateway.fakes.Messages.publication;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.channel.SlowConsumerPolicy;
import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.metrics.LoopCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages are their channel's one letter, an equals sign and their data; answers a sign and a digit. */
class SlowQueueTest {

    private static final int MAX_BYTES = 10;

    private static final DeliveryOptions DISCONNECT = options(SlowConsumerPolicy.DISCONNECT, "");
    private static final DeliveryOptions DROP = options(SlowConsumerPolicy.DROP_OLDEST, "");
    private static final DeliveryOptions CONFLATE = options(SlowConsumerPolicy.CONFLATE, "");
    private static final DeliveryOptions BY_SYMBOL = options(SlowConsumerPolicy.CONFLATE, "symbol");

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
        assertThat(offer("a", "345", DISCONNECT)).isTrue();
        assertThat(offer("a", "345", DISCONNECT)).isTrue();
        assertThat(queue.bytes()).isEqualTo(10);
        assertThat(offer("a", "", DISCONNECT)).isFalse();
        assertThat(queue.bytes()).isEqualTo(10);
        assertThat(drained()).containsExactly("a=345", "a=345");
    }

    @Test
    void theFirstMessageIsTakenWhateverItsSizeAndPolicy() {
        for (DeliveryOptions each : List.of(DISCONNECT, DROP, CONFLATE)) {
            assertThat(offer("a", "3456789012", each)).isTrue();
            assertThat(queue.bytes()).isEqualTo(12);
            assertThat(queue.offer(answer(1), DeliveryOptions.PROMPT)).isEqualTo(each.equals(DROP));
            drained();
        }
    }

    @Test
    void messagesLeaveInTheirOrder() {
        offer("a", "1", DISCONNECT);
        offer("b", "2", DROP);
        offer("a", "3", CONFLATE);
        assertThat(drained()).containsExactly("a=1", "b=2", "a=3");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void whatHasLeftMakesRoom() {
        offer("a", "345", DISCONNECT);
        offer("b", "345", DISCONNECT);
        assertThat(text(queue.poll())).isEqualTo("a=345");
        assertThat(offer("c", "345", DISCONNECT)).isTrue();
        assertThat(drained()).containsExactly("b=345", "c=345");
    }

    @Test
    void theOldestDroppablePublicationsMakeRoomAndNoMoreThanNeeded() {
        offer("a", "1", DROP);
        offer("a", "2", DROP);
        offer("a", "3", DROP);
        assertThat(offer("a", "4", DROP)).isTrue();
        assertThat(counters.slowDropped.get()).isEqualTo(1);
        assertThat(offer("a", "5678", DROP)).isTrue();
        assertThat(counters.slowDropped.get()).isEqualTo(3);
        assertThat(drained()).containsExactly("a=4", "a=5678");
    }

    @Test
    void onlyDroppablePublicationsAreDroppedWhoeverNeedsTheRoom() {
        queue.offer(answer(1), DeliveryOptions.PROMPT);
        offer("a", "1", DROP);
        offer("k", "2", DISCONNECT);
        assertThat(queue.offer(answer(2), DeliveryOptions.PROMPT)).isTrue();
        assertThat(offer("k", "3", DISCONNECT)).isTrue();
        assertThat(counters.slowDropped.get()).isEqualTo(1);
        assertThat(drained()).containsExactly("#1", "k=2", "#2", "k=3");
    }

    @Test
    void whatWasSentIsNotCountedAsDropped() {
        offer("a", "1", DROP);
        offer("a", "2", DROP);
        queue.poll();
        queue.poll();
        offer("k", "345", DISCONNECT);
        offer("a", "345", DROP);
        assertThat(offer("a", "345", DROP)).isTrue();
        assertThat(counters.slowDropped.get()).isEqualTo(1);
        assertThat(drained()).containsExactly("k=345", "a=345");
    }

    @Test
    void onlyTheLatestPublicationOfEachConflatedChannelWaits() {
        for (int i = 0; i < 1000; i++) {
            assertThat(offer("a", i % 10, CONFLATE)).isTrue();
            assertThat(offer("b", i % 7, CONFLATE)).isTrue();
        }
        assertThat(counters.conflated.get()).isEqualTo(1998);
        assertThat(queue.bytes()).isEqualTo(6);
        assertThat(drained()).containsExactly("a=9", "b=5");
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void aConflatedPublicationTakesThePlaceOfTheOneItSupersedes() {
        offer("a", 1, CONFLATE);
        offer("b", 1, CONFLATE);
        offer("a", 2, CONFLATE);
        assertThat(drained()).containsExactly("a=2", "b=1");
    }

    @Test
    void aPublicationThatWasSentIsNoMoreSuperseded() {
        offer("a", 1, CONFLATE);
        assertThat(text(queue.poll())).isEqualTo("a=1");
        offer("a", 2, CONFLATE);
        assertThat(counters.conflated.get()).isZero();
        assertThat(drained()).containsExactly("a=2");
    }

    @Test
    void eachValueOfTheTagHasALatestPublication() {
        offerTagged("a", 1, 0, "X");
        offerTagged("a", 2, 0, "Y");
        offerTagged("a", 3, 0, "X");
        assertThat(counters.conflated.get()).isEqualTo(1);
        assertThat(drained()).containsExactly("a=3", "a=2");
    }

    @Test
    void theSameValueOfTheTagInAnotherChannelIsAnother() {
        offerTagged("a", 1, 0, "X");
        offerTagged("b", 2, 0, "X");
        assertThat(counters.conflated.get()).isZero();
        assertThat(drained()).containsExactly("a=1", "b=2");
    }

    @Test
    void whereOffsetsCountANewerPublicationGoesToTheEnd() {
        offerTagged("a", 1, 1, "X");
        offerTagged("a", 2, 2, "Y");
        offerTagged("a", 3, 3, "X");
        assertThat(drained()).containsExactly("a=2", "a=3");
    }

    @Test
    void offsetsDoNotGoDownWherePublicationsLackTheTag() {
        queue.offer(publication("a", 1, 1, Map.of()), BY_SYMBOL);
        offerTagged("a", 2, 2, "X");
        queue.offer(publication("a", 3, 3, Map.of()), BY_SYMBOL);
        assertThat(drained()).containsExactly("a=2", "a=3");
    }

    @Test
    void aPublicationDoesNotOvertakeAnAnswerByConflation() {
        offer("a", 1, CONFLATE);
        queue.offer(answer(8), DeliveryOptions.PROMPT); // As when the client left the channel
        queue.offer(answer(9), DeliveryOptions.PROMPT); // and came back.
        offer("a", 2, CONFLATE);
        assertThat(drained()).endsWith("#8", "#9", "a=2");
    }

    @Test
    void aSupersedingPublicationThatGrowsBeyondTheLimitIsRefused() {
        offer("k", "345", DISCONNECT);
        offer("a", 1, CONFLATE);
        assertThat(offer("a", 1234, CONFLATE)).isFalse();
    }

    @Test
    void droppablePublicationsMakeRoomForASupersedingOneToo() {
        offer("a", 1, CONFLATE);
        offer("d", "1", DROP);
        offer("d", "2", DROP);
        assertThat(offer("a", 12, CONFLATE)).isTrue();
        assertThat(offer("a", 123, CONFLATE)).isTrue();
        assertThat(counters.slowDropped.get()).isEqualTo(1);
        assertThat(drained()).containsExactly("a=123", "d=2");
    }

    @Test
    void aFullQueueRefusesAnotherConflatedChannel() {
        offer("a", 1, CONFLATE);
        offer("b", 1, CONFLATE);
        offer("c", 1, CONFLATE);
        assertThat(offer("d", 1, CONFLATE)).isFalse();
        assertThat(offer("c", 2, CONFLATE)).isTrue();
        assertThat(drained()).containsExactly("a=1", "b=1", "c=2");
    }

    @Test
    void publicationsOfOtherNamespacesAreNotConflated() {
        offer("a", 1, CONFLATE);
        offer("k", 1, DISCONNECT);
        offer("k", 2, DISCONNECT);
        assertThat(drained()).containsExactly("a=1", "k=1", "k=2");
        assertThat(counters.conflated.get()).isZero();
    }

    private boolean offer(String channel, Object data, DeliveryOptions options) {
        return queue.offer(publication(channel, data), options);
    }

    private void offerTagged(String channel, Object data, long offset, String symbol) {
        assertThat(queue.offer(publication(channel, data, offset, Map.of("symbol", symbol)), BY_SYMBOL))
                .isTrue();
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

    private static DeliveryOptions options(SlowConsumerPolicy policy, String tag) {
        return new DeliveryOptions(0, policy, tag);
    }
}
