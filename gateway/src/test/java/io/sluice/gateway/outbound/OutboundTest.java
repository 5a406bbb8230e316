package io.sluice.gateway.outbound;

import static io.sluice.gateway.fakes.Messages.answer;
import static io.sluice.gateway.fakes.Messages.large;
import static io.sluice.gateway.fakes.Messages.publication;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.DataForm;
import io.sluice.common.protocol.Payload;
import io.sluice.common.protocol.Publication;
import io.sluice.gateway.channel.SlowConsumerPolicy;
import io.sluice.gateway.fakes.FakeFormat;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboundTest {

    private static final int QUEUE_BYTES = 100_000;
    private static final int HALF = Outbound.MAX_FRAME_BYTES / 2;
    private static final DeliveryOptions IN_10_MILLIS = delayed(10);
    private static final DeliveryOptions IN_500_MILLIS = delayed(500);

    private final TestLoop loop = new TestLoop(QUEUE_BYTES);
    private final TestLoop.Client client = loop.client();

    @AfterEach
    void nothingIsLeftBehind() {
        loop.hand().settle();
        client.close();
        loop.hand().elapse(1000);
        loop.frames().assertAllReleased();
    }

    @Test
    void whatIsSentInOneTaskLeavesTogetherBehindIt() {
        client.send(answer(1));
        client.send(publication("a", 1));
        client.socket().assertArrived();
        client.expect("#1", "a=1");
        assertThat(client.socket().frameBytes()).containsExactly("#1\na=1".length());
        assertThat(client.socket().flushes()).isEqualTo(1);
        assertThat(loop.counters().messagesOut.get()).isEqualTo(2);
        assertThat(loop.counters().framesOut.get()).isEqualTo(1);
        assertThat(loop.counters().bytesOut.get()).isEqualTo(6);
    }

    @Test
    void aDelayedPublicationWaitsForOthersAndLeavesWithThemWhenItsDelayIsOver() {
        client.deliver(publication("a", 1), IN_10_MILLIS);
        loop.hand().elapse(5);
        client.deliver(publication("a", 2), IN_10_MILLIS);
        loop.hand().elapse(Duration.ofNanos(4_999_999));
        client.expect();
        loop.hand().elapse(Duration.ofNanos(1));
        client.expect("a=1", "a=2");
        assertThat(client.socket().frameBytes()).hasSize(1);
    }

    @Test
    void aPublicationThatComesBehindADelayStartsANewOne() {
        client.deliver(publication("a", 1), IN_10_MILLIS);
        loop.hand().elapse(10);
        client.expect("a=1");
        client.deliver(publication("a", 2), IN_10_MILLIS);
        loop.hand().elapse(9);
        client.expect();
        loop.hand().elapse(1);
        client.expect("a=2");
    }

    @Test
    void aPromptMessageTakesAlongWhatGathersBeforeIt() {
        client.deliver(publication("a", 1), IN_10_MILLIS);
        client.send(answer(7));
        client.expect("a=1", "#7");
        assertThat(client.socket().frameBytes()).hasSize(1);
    }

    @Test
    void whatPromptMessagesTookAlongIsNotSentAgainWhenItsDelayIsOver() {
        client.deliver(publication("a", 1), IN_10_MILLIS);
        client.send(answer(7));
        client.expect("a=1", "#7");
        int flushes = client.socket().flushes();
        loop.hand().elapse(20);
        client.expect();
        assertThat(client.socket().flushes()).as("flushes of nothing").isEqualTo(flushes);
    }

    @Test
    void aPublicationWithAShortDelayDoesNotWaitForOneWithALongDelay() {
        client.deliver(publication("slow", 1), IN_500_MILLIS);
        client.deliver(publication("quick", 1), IN_10_MILLIS);
        loop.hand().elapse(10);
        client.expect("slow=1", "quick=1");
    }

    @Test
    void everyPublicationLeavesWithinItsDelayWhateverTheOthersDelays() {
        for (int i = 0; i < 100; i++) {
            client.deliver(publication("slow", i), IN_500_MILLIS);
            client.deliver(publication("quick", i), IN_10_MILLIS);
            loop.hand().elapse(10);
            client.expect("slow=" + i, "quick=" + i);
        }
    }

    @Test
    void aFrameTakesMessagesUpToItsLimit() {
        client.send(large("a", "1", HALF));
        client.send(large("a", "2", HALF));
        client.send(publication("a", 3));
        loop.hand().settle();
        int newline = 1;
        assertThat(client.socket().frameBytes()).containsExactly(2 * HALF + newline, 3);
        assertThat(client.socket().arrived()).hasSize(3).last().isEqualTo("a=3");
    }

    @Test
    void aByteMoreThanTheLimitBeginsANewFrame() {
        client.send(large("a", "1", HALF));
        client.send(large("a", "2", HALF + 1));
        loop.hand().settle();
        assertThat(client.socket().frameBytes()).containsExactly(HALF, HALF + 1);
    }

    @Test
    void aMessageAboveTheLimitIsAFrameOfItsOwn() {
        client.send(publication("a", 1));
        client.send(large("a", "2", 3 * HALF));
        client.send(publication("a", 3));
        loop.hand().settle();
        assertThat(client.socket().frameBytes()).containsExactly(3, 3 * HALF, 3);
        assertThat(client.socket().arrived()).hasSize(3);
    }

    @Test
    void whatASocketDoesNotTakeWaitsInItsOrderAndLeavesWhenItDoes() {
        client.socket().fill();
        client.send(publication("a", 1));
        client.send(answer(2));
        loop.hand().settle();
        client.send(publication("b", 3));
        client.expect();
        assertThat(client.outbound().queuedBytes()).isEqualTo(8);
        client.socket().takeAll();
        client.expect("a=1", "#2", "b=3");
        assertThat(client.outbound().queuedBytes()).isZero();
    }

    @Test
    void whatWaitsGoesAheadOfWhatComesWhileTheSocketFillsUpAgain() {
        client.socket().fill();
        for (int i = 0; i < 6; i++) { // Three frames, of which the socket takes two.
            client.send(large("a", "" + i, HALF));
        }
        loop.hand().settle();
        client.socket().take(64 << 10);
        assertThat(client.outbound().queuedBytes()).isEqualTo(2 * HALF);
        client.send(publication("a", "last"));
        client.socket().takeAll();
        loop.hand().settle();
        assertThat(client.socket().arrived()).hasSize(7).last().isEqualTo("a=last");
        assertThat(client.socket().arrived().get(5)).startsWith("a=5");
    }

    @Test
    void aClientThatKeepsUpIsNeverFoundSlowHoweverMuchItsPublicationsGather() {
        for (int i = 0; i < 20; i++) {
            client.deliver(large("a", "" + i, HALF), IN_10_MILLIS);
        }
        assertThat(client.outbound().queuedBytes()).isZero();
        loop.hand().elapse(10);
        assertThat(client.socket().arrived()).hasSize(20);
    }

    @Test
    void delayedPublicationsThatFillTheSocketLeaveAllTheSame() {
        client.socket().stall();
        for (int i = 0; i < 8; i++) { // More than the socket's buffer, less than the queue besides.
            client.deliver(large("a", "" + i, HALF), IN_10_MILLIS);
        }
        client.socket().takeAll();
        loop.hand().elapse(10);
        assertThat(client.socket().arrived()).hasSize(8);
        assertThat(client.outbound().queuedBytes()).isZero();
    }

    @Test
    void anOverflowIsReportedOnceAndNothingIsSentAfterIt() {
        client.socket().fill();
        int before = client.socket().frameBytes().size();
        for (int i = 0; i < 20; i++) {
            client.send(large("a", "" + i, HALF));
        }
        loop.hand().settle();
        assertThat(client.overflows()).isEqualTo(1);
        client.socket().takeAll();
        loop.hand().settle();
        assertThat(client.socket().frameBytes()).hasSize(before);
    }

    @Test
    void anOverflowOfWhatGatheredLeavesNothingOfTheMessageThatCausedIt() {
        TestLoop tiny = new TestLoop(1024);
        TestLoop.Client slow = tiny.client();
        slow.socket().fill();
        slow.deliver(large("a", "1", HALF), IN_10_MILLIS);
        slow.deliver(large("a", "2", HALF), IN_10_MILLIS);
        slow.deliver(large("a", "3", HALF), IN_10_MILLIS); // A full frame moves to a queue that is too small.
        assertThat(slow.overflows()).isEqualTo(1);
        long messages = tiny.counters().messagesOut.get();
        int frames = slow.socket().frameBytes().size();
        slow.socket().takeAll();
        tiny.hand().elapse(1000);
        assertThat(slow.socket().frameBytes()).hasSize(frames);
        assertThat(tiny.counters().messagesOut.get()).isEqualTo(messages);
        tiny.frames().assertAllReleased();
    }

    @Test
    void aClientForWhichThereIsNoMemoryIsNotLeftWithAGap() {
        client.send(publication("a", 1));
        loop.format().failNextFrame();
        loop.hand().settle();
        assertThat(client.overflows()).isEqualTo(1);
        client.send(publication("a", 2));
        client.expect();
        assertThat(loop.counters().messagesOut.get()).isZero();
    }

    @Test
    void nothingIsSentAfterClear() {
        client.deliver(publication("a", 1), IN_10_MILLIS);
        client.send(publication("a", 2));
        client.outbound().clear();
        loop.hand().elapse(20);
        client.expect();
    }

    @Test
    void nothingThatWaitedIsSentAfterClear() {
        client.socket().fill();
        client.send(publication("a", 3));
        loop.hand().settle();
        client.outbound().clear();
        assertThat(client.outbound().queuedBytes()).isZero();
        client.socket().takeAll();
        client.expect();
    }

    @Test
    void aWriteThatClosesTheConnectionEndsTheRest() {
        client.socket().fill();
        for (int i = 0; i < 5; i++) {
            client.send(large("a", "" + i, HALF));
        }
        loop.hand().settle();
        int before = client.socket().frameBytes().size();
        client.socket().onWrite(client::close);
        client.socket().takeAll();
        loop.hand().settle();
        assertThat(client.socket().frameBytes()).hasSize(before + 1);
        assertThat(client.overflows()).isZero();
    }

    @Test
    void clientsOfOneFormatShareTheFrameOfABroadcastAndOthersHaveTheirOwn() {
        TestLoop.Client second = loop.client();
        TestLoop.Client other = loop.client(new FakeFormat(1, loop.frames()));
        Message message = publication("a", 1);
        for (TestLoop.Client each : new TestLoop.Client[] {client, second, other}) {
            each.send(message);
        }
        loop.hand().settle();
        assertThat(loop.frames().made()).isEqualTo(2);
        client.expect("a=1");
        second.expect("a=1");
        other.expect("a=1");
    }

    @Test
    void aClientThatCannotBeSentAMessageIsReportedAndItsNeighboursGoOn() {
        TestLoop.Client other = loop.client(new FakeFormat(1, loop.frames()).carryingBinary());
        client.send(answer(1));
        for (TestLoop.Client each : new TestLoop.Client[] {client, other}) {
            each.send(binaryPublication("a"));
            each.send(publication("a", 2));
        }
        client.expect("#1");
        assertThat(client.unsuitables()).isEqualTo(1);
        assertThat(client.overflows()).isZero();
        other.expect("a=\u0001", "a=2");
    }

    @Test
    void whoIsClearedHearsNoMoreOfUnsuitableMessages() {
        client.outbound().clear();
        client.outbound().deliver(binaryPublication("a"), DeliveryOptions.PROMPT);
        assertThat(client.unsuitables()).isZero();
    }

    private static Message binaryPublication(String channel) {
        Payload binary = Payload.binary(new byte[] {1});
        return Message.of(channel, new Publication(binary, null, 0, Map.of(), DataForm.PLAIN, "", "", 0));
    }

    private static DeliveryOptions delayed(long millis) {
        return new DeliveryOptions(Duration.ofMillis(millis).toNanos(), SlowConsumerPolicy.DISCONNECT, "");
    }
}
