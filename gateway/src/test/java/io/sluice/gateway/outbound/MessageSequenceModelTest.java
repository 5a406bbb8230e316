package io.sluice.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.sluice.gateway.fakes.FakeFormat;
import io.sluice.gateway.fakes.Messages;
import io.sluice.gateway.fakes.TrackedFrames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Clients take, drop and get messages in any order, each alone or all together. Each finds exactly its own messages in its frame,
 * and when all have let go no frame is left.
 */
class MessageSequenceModelTest {

    private static final int CLIENTS = 6;

    private enum Kind {
        BROADCAST,
        DELIVER,
        TAKE,
        DROP,
        TAKE_ALL
    }

    private record Action(Kind kind, int client, int message) {}

    @Property(tries = 500)
    void everyClientFindsItsOwnMessagesAndNoFrameIsLeft(@ForAll("actions") List<Action> actions) {
        Model model = new Model();
        actions.forEach(model::carryOut);
        model.end();
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(5, Kind.BROADCAST),
                Tuple.of(3, Kind.DELIVER),
                Tuple.of(4, Kind.TAKE),
                Tuple.of(1, Kind.DROP),
                Tuple.of(1, Kind.TAKE_ALL));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, CLIENTS - 1),
                        Arbitraries.integers().between(0, 3))
                .as(Action::new)
                .list()
                .ofMaxSize(80);
    }

    private static final class Client {
        private MessageSequence sequence;
        private final List<String> expected = new ArrayList<>();
    }

    private static final class Model {

        private final TrackedFrames frames = new TrackedFrames();
        private final FakeFormat format = new FakeFormat(0, frames);
        private final MessageSequence empty = MessageSequence.empty(format);
        private final List<Client> clients = new ArrayList<>();
        private final List<ByteBuf> inSockets = new ArrayList<>();
        // The same few messages again and again, so that sequences meet.
        private final List<Message> messages = new ArrayList<>();

        Model() {
            for (int i = 0; i < CLIENTS; i++) {
                Client client = new Client();
                client.sequence = empty;
                empty.hold();
                clients.add(client);
                messages.add(Messages.publication("c", i));
            }
        }

        void carryOut(Action action) {
            Client client = clients.get(action.client());
            switch (action.kind()) {
                case BROADCAST -> clients.forEach(each -> deliver(each, action.message()));
                case DELIVER -> deliver(client, action.message());
                case TAKE -> take(client);
                case DROP -> {
                    MessageSequence left = leave(client);
                    left.drop();
                    client.expected.clear();
                }
                case TAKE_ALL -> takeAll();
            }
            noMoreIsKeptThanIsHeld();
        }

        private void deliver(Client client, int message) {
            MessageSequence before = client.sequence;
            client.sequence = before.then(messages.get(message));
            client.sequence.hold();
            before.drop();
            client.expected.add("c=" + message);
            assertThat(client.sequence.count()).isEqualTo(client.expected.size());
            assertThat(client.sequence.bytes()).isEqualTo(3 * client.expected.size());
        }

        private void take(Client client) {
            if (client.sequence.isEmpty()) {
                return;
            }
            ByteBuf frame = leave(client).take();
            assertThat(frame.toString(UTF_8)).isEqualTo(String.join("\n", client.expected));
            client.expected.clear();
            inSockets.add(frame);
        }

        /** What was broadcast to all since they were last taken from is in one frame. */
        private void takeAll() {
            Set<List<String>> different = new HashSet<>();
            clients.stream()
                    .filter(each -> !each.expected.isEmpty())
                    .forEach(each -> different.add(List.copyOf(each.expected)));
            boolean allAlike = different.size() == 1
                    && clients.stream().map(each -> each.sequence).distinct().count() == 1;
            int made = frames.made();
            clients.forEach(this::take);
            if (allAlike) {
                assertThat(frames.made() - made).isLessThanOrEqualTo(1);
            }
            inSockets.forEach(ByteBuf::release);
            inSockets.clear();
        }

        private MessageSequence leave(Client client) {
            MessageSequence before = client.sequence;
            client.sequence = empty;
            empty.hold();
            return before;
        }

        /** Besides the sockets only sequences that somebody holds may keep frames, one reference each. */
        private void noMoreIsKeptThanIsHeld() {
            long held = clients.stream().map(each -> each.sequence).distinct().count();
            assertThat((long) frames.references()).isLessThanOrEqualTo(inSockets.size() + held);
        }

        void end() {
            takeAll();
            frames.assertAllReleased();
        }
    }
}
