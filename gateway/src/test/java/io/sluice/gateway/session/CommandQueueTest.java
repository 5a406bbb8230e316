package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.common.protocol.Command;
import io.sluice.common.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CommandQueueTest {

    private final List<Command> begun = new ArrayList<>();
    private final CommandQueue queue = new CommandQueue(begun::add);

    @Test
    void theNextCommandBeginsWhenTheOneBeforeIsDone() {
        queue.add(List.of(other(1), other(2), other(3)));
        assertBegun(other(1));
        assertThat(queue.isWaiting()).isTrue();
        queue.done(other(1));
        assertBegun(other(1), other(2));
        queue.done(other(2));
        assertBegun(other(1), other(2), other(3));
        assertThat(queue.isWaiting()).isFalse();
    }

    @Test
    void publishesBeginTogether() {
        queue.add(List.of(publish(1), publish(2), other(3), publish(4)));
        assertBegun(publish(1), publish(2));
        queue.done(publish(1));
        assertBegun(publish(1), publish(2));
        queue.done(publish(2));
        assertBegun(publish(1), publish(2), other(3));
        queue.done(other(3));
        assertBegun(publish(1), publish(2), other(3), publish(4));
    }

    @Test
    void aPublishNeverOvertakesWhatWaits() {
        queue.add(List.of(publish(1), other(2)));
        queue.add(List.of(publish(3)));
        assertBegun(publish(1));
    }

    @Test
    void whatWaitsCanBeForgotten() {
        queue.add(List.of(other(1), other(2)));
        queue.clear();
        assertThat(queue.isWaiting()).isFalse();
        queue.done(other(1));
        assertBegun(other(1));
    }

    @Test
    void aHundredThousandCommandsAnsweredAtOnceNeedNoDeepStack() {
        List<Command> seen = new ArrayList<>();
        CommandQueue[] self = new CommandQueue[1];
        self[0] = new CommandQueue(command -> {
            seen.add(command);
            if (command.id() > 0) {
                self[0].done(command);
            }
        });
        Command first = other(0); // Is not answered yet, so that the others wait.
        List<Command> many = Stream.concat(
                        Stream.of(first),
                        Stream.iterate(1, i -> i + 1).limit(100_000).map(CommandQueueTest::other))
                .toList();
        self[0].add(many);
        assertThat(seen).hasSize(1);
        self[0].done(first);
        assertThat(seen).isEqualTo(many);
        assertThat(self[0].isWaiting()).isFalse();
    }

    @Property(tries = 300)
    void commandsBeginInTheirOrderAndOnlyPublishesOverlap(@ForAll List<Boolean> kinds, @ForAll List<Integer> picks) {
        List<Command> commands = new ArrayList<>();
        kinds.forEach(isPublish -> commands.add(isPublish ? publish(commands.size()) : other(commands.size())));
        List<Command> started = new ArrayList<>();
        List<Command> inFlight = new ArrayList<>();
        CommandQueue model = new CommandQueue(command -> {
            assertThat(inFlight)
                    .allMatch(flying -> command instanceof Command.Publish && flying instanceof Command.Publish);
            started.add(command);
            inFlight.add(command);
        });
        model.add(commands);
        for (int i = 0; !inFlight.isEmpty(); i++) {
            int pick = i < picks.size() ? Math.floorMod(picks.get(i), inFlight.size()) : 0;
            model.done(inFlight.remove(pick));
        }
        assertThat(started).isEqualTo(commands);
        assertThat(model.isWaiting()).isFalse();
    }

    private void assertBegun(Command... expected) {
        assertThat(begun).containsExactly(expected);
    }

    private static Command publish(long id) {
        return new Command.Publish(id, "news", Payload.of("1"), 0, "", false);
    }

    private static Command other(long id) {
        return new Command.Unsubscribe(id, "news");
    }
}
