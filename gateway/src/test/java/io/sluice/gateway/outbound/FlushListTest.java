package io.sluice.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.loop.TurnBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlushListTest {

    private static final int MANY = 15_000;

    private final HandLoop loop = new HandLoop();
    private final TurnBudget turn = new TurnBudget(loop.loopTasks(), loop.clock());
    private final FlushList list = new FlushList(loop.loopTasks(), turn);
    private final List<String> flushed = new ArrayList<>();

    @Test
    void clientsAreFlushedTogetherBehindTheTaskThatWrote() {
        add("a");
        add("b");
        assertThat(flushed).isEmpty();

        loop.runTasks();
        assertThat(flushed).containsExactly("a", "b");
    }

    @Test
    void aClientThatIsAddedDuringAFlushJoinsThatRound() {
        list.add(() -> {
            flushed.add("a");
            add("b");
        });
        loop.runTasks();
        assertThat(flushed).containsExactly("a", "b");
    }

    @Test
    void eachRoundFlushesWhatWasAddedSinceTheLast() {
        add("a");
        loop.runTasks();
        add("b");
        loop.runTasks();
        loop.runTasks();
        assertThat(flushed).containsExactly("a", "b");
    }

    @Test
    void aFlushThatThrowsCostsTheOthersNothing() {
        add("a");
        list.add(() -> {
            throw new OutOfMemoryError("as the test wants");
        });
        list.add(() -> {
            throw new IllegalStateException("as the test wants");
        });
        add("b");
        loop.runTasks();
        add("c");
        loop.runTasks();
        assertThat(flushed).containsExactly("a", "b", "c");
    }

    @Test
    void manyFlushesLetTheLoopServeItsSockets() {
        addMany();
        int turns = 0;
        while (flushed.size() < MANY) {
            int before = flushed.size();
            loop.turn();
            turns++;
            assertThat(flushed.size() - before).as("of 4 µs each").isLessThanOrEqualTo(500 + 16);
        }
        assertThat(turns).isEqualTo(30);
        loop.settle();
        assertThat(flushed).hasSize(MANY);
    }

    @Test
    void whoIsAddedWhileFlushesAreLeftComesBehindThem() {
        addMany();
        loop.turn();
        add("late");
        loop.settle();
        assertThat(flushed).hasSize(MANY + 1).last().isEqualTo("late");
    }

    @Test
    void whereTheTurnsTimeIsUsedUpAlreadySomeAreFlushedAllTheSame() {
        addMany();
        turn.begin();
        loop.clock().advance(Duration.ofMillis(3));
        loop.runTasks();
        assertThat(flushed).hasSize(16);
        loop.settle();
        assertThat(flushed).hasSize(MANY);
    }

    private void add(String name) {
        list.add(() -> flushed.add(name));
    }

    private void addMany() {
        for (int i = 0; i < MANY; i++) {
            list.add(() -> {
                flushed.add("");
                loop.clock().advance(Duration.ofNanos(4000));
            });
        }
    }
}
