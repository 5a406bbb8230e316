package io.sluice.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.fakes.HandLoop;
import io.sluice.gateway.loop.TurnBudget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlushListTest {

    private final HandLoop loop = new HandLoop();
    private final FlushList list = new FlushList(loop.loopTasks(), new TurnBudget(loop.loopTasks(), loop.clock()));
    private final List<String> flushed = new ArrayList<>();

    @Test
    void clientsAreFlushedTogetherBehindTheTaskThatWrote() {
        list.add(() -> flushed.add("a"));
        list.add(() -> flushed.add("b"));
        assertThat(flushed).isEmpty();

        loop.runTasks();
        assertThat(flushed).containsExactly("a", "b");
    }

    @Test
    void aClientThatIsAddedDuringAFlushJoinsThatRound() {
        list.add(() -> {
            flushed.add("a");
            list.add(() -> flushed.add("b"));
        });
        loop.runTasks();
        assertThat(flushed).containsExactly("a", "b");
    }

    @Test
    void eachRoundFlushesWhatWasAddedSinceTheLast() {
        list.add(() -> flushed.add("a"));
        loop.runTasks();
        list.add(() -> flushed.add("b"));
        loop.runTasks();
        loop.runTasks();
        assertThat(flushed).containsExactly("a", "b");
    }
}
