package io.sluice.gateway.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.StreamPosition;
import io.sluice.gateway.broker.HistoryPage;
import io.sluice.gateway.broker.HistoryQuery;
import io.sluice.gateway.fakes.FakeBroker;
import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.loop.TurnBudget;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamReadsTest {

    private static final Duration META_TTL = Duration.ofDays(1);

    private final HandLoop loop = new HandLoop();
    private final FakeBroker broker = new FakeBroker().hold();
    private final StreamReads reads =
            new StreamReads(loop.loopTasks(), new TurnBudget(loop.loopTasks(), loop.clock()), broker);

    @AfterEach
    void noReadWasOverlooked() {
        broker.assertNothingMore();
    }

    @Test
    void aReadBeginsAtOnce() {
        Future<HistoryPage> only = read("news", 5);
        broker.assertCalls("history news 300");
        broker.giveHistory("news", top(7));
        assertThat(only.result()).isEqualTo(top(7));
    }

    @Test
    void thoseWhoComeWhileOneIsUnderWayShareTheNextWhichBeginsAfterThem() {
        Future<HistoryPage> first = read("news", 5);
        List<Future<HistoryPage>> others =
                IntStream.range(0, 1000).mapToObj(i -> read("news", 5)).toList();
        broker.assertCalls("history news 300");

        broker.giveHistory("news", top(7));
        assertThat(first.result()).isEqualTo(top(7));
        assertThat(others).noneMatch(Future::isComplete);
        broker.assertCalls("history news 300");

        broker.giveHistory("news", top(8));
        assertThat(others).allSatisfy(other -> assertThat(other.result()).isEqualTo(top(8)));
    }

    @Test
    void anotherChannelOrAnotherPartIsReadByItself() {
        read("news", 5);
        read("news", 6);
        read("sport", 5);
        broker.assertCalls("history news 300", "history news 300", "history sport 300");
    }

    @Test
    void aFailureIsOnlyForThoseWhoseReadItWas() {
        Future<HistoryPage> first = read("news", 5);
        Future<HistoryPage> second = read("news", 5);
        broker.assertCalls("history news 300");

        broker.refuseHistory("news");
        assertThat(first.failed()).isTrue();
        assertThat(second.isComplete()).isFalse();
        broker.assertCalls("history news 300");

        broker.giveHistory("news", top(8));
        assertThat(second.result()).isEqualTo(top(8));
    }

    @Test
    void whenAllAreServedTheNextBeginsAtOnceAgain() {
        read("news", 5);
        broker.giveHistory("news", top(7));
        read("news", 5);
        broker.assertCalls("history news 300", "history news 300");
    }

    @Test
    void readersWithMuchToDoLeaveTheLoopToItsSocketsInBetween() {
        read("news", 5);
        broker.giveHistory("news", top(7));
        Future<HistoryPage> first = read("news", 5);
        List<Future<HistoryPage>> sharing = List.of(read("news", 5), read("news", 5));
        sharing.get(0).onComplete(page -> loop.clock().advance(Duration.ofMillis(3)));
        broker.giveHistory("news", top(7));
        loop.settle();

        broker.giveHistory("news", top(8));
        assertThat(first.isComplete()).isTrue();
        assertThat(sharing.get(0).isComplete()).isTrue();
        assertThat(sharing.get(1).isComplete()).isFalse();

        loop.turn();
        assertThat(sharing.get(1).result()).isEqualTo(top(8));
        broker.assertCalls("history news 300", "history news 300", "history news 300");
    }

    @Test
    void aReaderThatFailsKeepsNoOtherFromItsPage() {
        read("news", 5);
        List<Future<HistoryPage>> sharing = List.of(read("news", 5), read("news", 5));
        sharing.get(0).onComplete(page -> {
            throw new IllegalStateException("a fault in one client");
        });
        broker.giveHistory("news", top(7));
        loop.settle();

        broker.giveHistory("news", top(8));
        assertThat(sharing.get(1).result()).isEqualTo(top(8));
        broker.assertCalls("history news 300", "history news 300");
    }

    @Test
    void anAnswerFromAnotherThreadIsGivenOnTheLoop() {
        Future<HistoryPage> only = read("news", 5);
        broker.assertCalls("history news 300");
        loop.elsewhere(() -> broker.giveHistory("news", top(7)));
        assertThat(only.isComplete()).isFalse();
        loop.runTasks();
        assertThat(only.result()).isEqualTo(top(7));
    }

    private Future<HistoryPage> read(String channel, long since) {
        return reads.read(channel, new HistoryQuery(300, Optional.of(new StreamPosition(since, "e")), false), META_TTL);
    }

    private static HistoryPage top(long offset) {
        return new HistoryPage(List.of(), new StreamPosition(offset, "e"));
    }
}
